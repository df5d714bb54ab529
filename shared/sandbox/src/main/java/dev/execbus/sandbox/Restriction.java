package dev.execbus.sandbox;

/** What a thread can put on itself for good; its later children and threads inherit it. */
public interface Restriction {
    /**
     * Restricts the calling thread, which must be a platform thread that ends soon and has loaded every class it will
     * need: afterwards it can open only what the policy allows.
     *
     * @throws IllegalStateException when the kernel refuses; the thread must do nothing further then
     */
    void restrictThisThread();
}
