package dev.execbus.processes;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups as the kernel would have them, its rules included. Thread-safe. */
final class FakeGroups implements GroupFiles {
    private static final Set<String> OF_CONTROLLERS =
            Set.of("memory.max", "memory.swap.max", "memory.oom.group", "pids.max", "cpu.max");

    private static final class Group {
        private final Set<String> toChildren = new TreeSet<>();
        private final Map<String, String> set = new TreeMap<>();
        private final List<Long> processes = new ArrayList<>();
    }

    private final Map<Path, Group> groups = new TreeMap<>();
    private final Path root;
    private final Set<String> controllers;

    FakeGroups(Path root, Set<String> controllers, List<Long> processes) {
        this.root = root;
        this.controllers = controllers;
        groups.put(root, new Group());
        groups.get(root).processes.addAll(processes);
    }

    /** What was ordered, by group. */
    synchronized Map<String, Map<String, String>> orders() {
        Map<String, Map<String, String>> orders = new TreeMap<>();
        groups.forEach((path, group) -> orders.put(root.relativize(path).toString(), Map.copyOf(group.set)));
        return orders;
    }

    synchronized List<Long> in(String group) {
        return List.copyOf(groups.get(root.resolve(group)).processes);
    }

    synchronized void event(String group, String file, String text) {
        groups.get(root.resolve(group)).set.put(file, text);
    }

    synchronized void leave(String group, long process) {
        groups.get(root.resolve(group)).processes.remove(process);
    }

    @Override
    public synchronized String read(Path file) throws IOException {
        Group group = group(file);
        return switch (file.getFileName().toString()) {
            case "cgroup.controllers" -> String.join(" ", available(file.getParent())) + "\n";
            case "cgroup.procs" -> lines(group.processes);
            case "cgroup.events" -> "populated " + (everybody(file.getParent()).isEmpty() ? 0 : 1) + "\nfrozen 0\n";
            default -> group.set.getOrDefault(file.getFileName().toString(), "");
        };
    }

    @Override
    public synchronized void write(Path file, String text) throws IOException {
        Group group = group(file);
        String name = file.getFileName().toString();
        switch (name) {
            case "cgroup.procs" -> {
                refuse(!group.toChildren.isEmpty(), "Device or resource busy");
                groups.values().forEach(other -> other.processes.remove(Long.valueOf(text)));
                group.processes.add(Long.valueOf(text));
            }
            case "cgroup.subtree_control" -> {
                refuse(!group.processes.isEmpty(), "Device or resource busy");
                refuse(!available(file.getParent()).contains(text.substring(1)), "No such file or directory");
                group.toChildren.add(text.substring(1));
            }
            case "cgroup.kill" -> subtree(file.getParent()).forEach(each -> each.processes.clear());
            default -> {
                boolean there = available(file.getParent()).contains(name.split("\\.", -1)[0]);
                refuse(!OF_CONTROLLERS.contains(name) || !there, "Permission denied");
                group.set.put(name, text);
            }
        }
    }

    @Override
    public synchronized void make(Path path) throws IOException {
        group(path);
        refuse(groups.putIfAbsent(path, new Group()) != null, "File exists");
    }

    @Override
    public synchronized void remove(Path path) throws IOException {
        group(path.resolve("any"));
        refuse(!everybody(path).isEmpty() || !groupsIn(path).isEmpty(), "Device or resource busy");
        groups.remove(path);
    }

    @Override
    public synchronized List<Path> groupsIn(Path path) {
        return groups.keySet().stream()
                .filter(each -> path.equals(each.getParent()))
                .toList();
    }

    @Override
    public boolean writable(Path path) {
        return true;
    }

    private Group group(Path file) throws IOException {
        Group group = groups.get(file.getParent());
        if (group == null) {
            throw new NoSuchFileException(file.toString());
        }
        return group;
    }

    private Set<String> available(Path path) {
        return path.equals(root) ? controllers : groups.get(path.getParent()).toChildren;
    }

    private List<Group> subtree(Path path) {
        return groups.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(path))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<Long> everybody(Path path) {
        return subtree(path).stream().flatMap(group -> group.processes.stream()).toList();
    }

    private static String lines(List<Long> processes) {
        StringBuilder text = new StringBuilder();
        processes.forEach(process -> text.append(process).append('\n'));
        return text.toString();
    }

    private static void refuse(boolean refused, String reason) throws IOException {
        if (refused) {
            throw new IOException(reason);
        }
    }
}
