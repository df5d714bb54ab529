package dev.execbus.processes;

import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewRole;

/** One who looks at a process. Confined to the supervisor's context. */
final class Viewer {
    private final ViewKey key;
    private final String name;
    private final ViewLevel level;
    private final Share share;
    private final String label;
    private TerminalSize size;

    /**
     * @param name what others call it
     * @param share by which it has come; null for none
     * @param label null for none
     * @param size of its window; null for none
     */
    Viewer(ViewKey key, String name, ViewLevel level, Share share, String label, TerminalSize size) {
        this.key = key;
        this.name = name;
        this.level = level;
        this.share = share;
        this.label = label;
        this.size = size;
    }

    ViewKey key() {
        return key;
    }

    String name() {
        return name;
    }

    ViewLevel level() {
        return level;
    }

    Share share() {
        return share;
    }

    String label() {
        return label;
    }

    boolean mayDrive() {
        return share == null || share.role() == ViewRole.DRIVER;
    }

    TerminalSize size() {
        return size;
    }

    void sized(TerminalSize to) {
        size = to;
    }

    /** Writes of different viewers have names of their own; the owner's are those of its session. */
    String writeId(String own) {
        return level == ViewLevel.OWNER ? own : name + "\u001f" + own;
    }
}
