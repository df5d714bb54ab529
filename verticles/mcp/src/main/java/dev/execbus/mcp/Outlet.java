package dev.execbus.mcp;

/** Where the messages for one request of an agent go, or those that answer none. Confined to the endpoint's context. */
interface Outlet {
    /** @param isAnswer whether it answers the request, which is the last that is said to it */
    void message(String json, boolean isAnswer);

    /** There will be no more messages. */
    void complete();

    /** Into a log. */
    static Outlet to(EventLog log) {
        return new Outlet() {
            @Override
            public void message(String json, boolean isAnswer) {
                log.append(json);
            }

            @Override
            public void complete() {
                log.complete();
            }
        };
    }
}
