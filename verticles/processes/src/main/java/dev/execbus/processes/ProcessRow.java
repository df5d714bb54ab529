package dev.execbus.processes;

/**
 * What the kernel's table says of one process.
 *
 * @param session the kernel's, named by the pid of its leader
 * @param state one letter; Z and X have ended
 * @param startTime with the pid it names a process for good
 * @param residentPages memory it really has, what it shares with others included
 */
record ProcessRow(int pid, int parent, int session, char state, long startTime, long residentPages) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START_TIME = 19;
    private static final int RESIDENT = 21;

    /**
     * A line of {@code /proc/<pid>/stat}: the pid, the name in brackets, which may itself contain any of them, a letter,
     * numbers.
     *
     * @throws IllegalArgumentException for any other line
     */
    static ProcessRow parse(byte[] line, int length) {
        int behindName = length;
        do {
            behindName--;
        } while (behindName >= 0 && line[behindName] != ')');
        // One pass from here: this runs for every process of the machine, ten times a second.
        long parent = 0;
        long session = 0;
        long startTime = 0;
        long resident = 0;
        char state = 0;
        int at = behindName + 2;
        for (int field = STATE; field <= RESIDENT; field++) {
            if (behindName < 0 || at >= length) {
                throw new IllegalArgumentException("not a line of the process table");
            }
            if (field == STATE) {
                state = (char) line[at];
            }
            long number = 0;
            for (; at < length && line[at] != ' ' && line[at] != '\n'; at++) {
                number = number * 10 + (line[at] - '0');
            }
            at++;
            switch (field) {
                case PARENT -> parent = number;
                case SESSION -> session = number;
                case START_TIME -> startTime = number;
                case RESIDENT -> resident = number;
                default -> {}
            }
        }
        return new ProcessRow(leadingNumber(line, length), (int) parent, (int) session, state, startTime, resident);
    }

    private static int leadingNumber(byte[] line, int length) {
        int number = 0;
        for (int at = 0; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
            number = number * 10 + (line[at] - '0');
        }
        return number;
    }

    /** Whether it has ended and only its parent has not looked yet. */
    boolean ended() {
        return state == 'Z' || state == 'X';
    }
}
