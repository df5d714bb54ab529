package dev.execbus.processes;

/** What {@link VtParser} has understood of a terminal's output. */
interface VtActions {
    /** Printable ASCII from {@code from} to before {@code to}. */
    void print(byte[] bytes, int from, int to);

    /** One character beyond ASCII. */
    void print(int codePoint);

    /** A C0 control. */
    void control(int code);

    /** @param intermediate 0 for none */
    void escape(int intermediate, int end);

    /** The parameters are valid during the call only. */
    void controlSequence(CsiParameters parameters, int end);

    /** An operating system command with its number and the rest, of which a long one has lost its end. */
    void command(String text);
}
