package dev.execbus.sandbox;

import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.PolicyTree.Absent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The mounts that make a policy hold, in their order: the root, /dev and /proc, then every place after the one that
 * holds it. Two equal plans mean that nothing has changed on the disk that matters to them.
 *
 * @param guarded absent names that no mount protects
 */
record MountPlan(List<Mount> mounts, List<Absent> guarded) {
    MountPlan {
        mounts = List.copyOf(mounts);
        guarded = List.copyOf(guarded);
    }

    /**
     * What protects absent names leaves empty files and directories on the disk.
     *
     * @param mayMake whether a name can be made in a directory at all
     */
    static MountPlan forProcess(PolicyTree tree, Predicate<String> mayMake) {
        MountPlanning planning = new MountPlanning(tree);
        for (Absent name : tree.absent()) {
            if (mayMake.test(PathText.parent(name.path()))) {
                planning.keepAbsent(name);
            }
        }
        return new MountPlan(planning.mounts(false), List.of());
    }

    /** Leaves nothing on the disk: absent names are only listed, and nothing that is written gets lost in a device. */
    static MountPlan forFiles(PolicyTree tree) {
        return new MountPlan(new MountPlanning(tree).mounts(true), tree.absent());
    }

    /** Empty files and directories that stay behind on the disk. */
    List<String> mountPoints() {
        List<String> paths = new ArrayList<>();
        for (Mount mount : mounts) {
            if (mount instanceof Mount.EmptyDirectory directory && directory.covered() == null) {
                paths.add(directory.path());
            } else if (mount instanceof Mount.EmptyFile file && file.covered() == null) {
                paths.add(file.path());
            }
        }
        return paths;
    }

    /** Every path below the root on which something is mounted for file operations, which pin nothing, once. */
    List<String> mountedPaths() {
        Set<String> paths = new LinkedHashSet<>();
        for (Mount mount : mounts) {
            switch (mount) {
                case Mount.Devices devices -> paths.add("/dev");
                case Mount.Processes processes -> paths.add("/proc");
                case Mount.Bind bind -> {
                    if (bind.swap() != Mount.Swap.AVOIDABLE) {
                        paths.add(bind.path());
                    }
                }
                case Mount.EmptyDirectory directory -> paths.add(directory.path());
                case Mount.EmptyFile file -> paths.add(file.path());
                case Mount.WholeDisk disk -> {}
                case Mount.EmptyRoot root -> {}
                case Mount.Link link -> {}
                case Mount.ReadOnly place -> {}
            }
        }
        return List.copyOf(paths);
    }

    /** What was found at the paths that are shown, and in the directories of the guarded names. */
    List<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Bind bind) {
                places.add(new Place(bind.path(), bind.identity()));
            }
        }
        for (Absent name : guarded) {
            places.add(new Place(PathText.parent(name.path()), name.directory()));
        }
        return List.copyOf(places);
    }

    /** What was found at the paths over which something empty is mounted. */
    List<Place> covered() {
        List<Place> places = new ArrayList<>();
        for (Mount mount : mounts) {
            if (mount instanceof Mount.EmptyDirectory directory && directory.covered() != null) {
                places.add(new Place(directory.path(), directory.covered()));
            } else if (mount instanceof Mount.EmptyFile file && file.covered() != null) {
                places.add(new Place(file.path(), file.covered()));
            }
        }
        return places;
    }
}
