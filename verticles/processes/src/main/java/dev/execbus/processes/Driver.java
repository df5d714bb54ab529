package dev.execbus.processes;

/** What makes a {@link Reactor} look at its descriptors: a thread of its own, or an event loop that is there anyway. */
interface Driver {
    /** Once; from now on {@link Reactor#turn} is called when there is something to see, always by one thread. */
    void start(Reactor reactor, int epoll);

    /** From any thread: runs it on that thread, in the order of the calls. */
    void execute(Runnable command);

    /**
     * From any thread: {@link Reactor#turn} is called now if that is this thread's business. Whether there was something to
     * see.
     */
    boolean look();

    /** Lets nothing follow: when it returns, no turn runs and none will. Not on the driver's own thread. */
    void stop();
}
