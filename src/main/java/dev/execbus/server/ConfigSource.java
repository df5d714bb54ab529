package dev.execbus.server;

import java.nio.file.Path;

/** Where a configuration value came from. {@code toString} is for the operator. */
sealed interface ConfigSource {
    record Default() implements ConfigSource {
        @Override
        public String toString() {
            return "default";
        }
    }

    record File(Path path) implements ConfigSource {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    record Environment(String variable) implements ConfigSource {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /** {@code --set}. */
    record Assignment() implements ConfigSource {
        @Override
        public String toString() {
            return "--set";
        }
    }

    /** An option of its own. */
    record Option(String name) implements ConfigSource {
        @Override
        public String toString() {
            return name;
        }
    }
}
