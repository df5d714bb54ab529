package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A disk that remembers what was asked of it, so that a plan need not be made anew while the answers are the same. For
 * one thread while it is asked; afterwards for any.
 */
final class AskedFiles implements FileView {
    private record Question(Function<FileView, Object> asked, Object answer) {
        boolean holds(FileView files) {
            return Objects.equals(asked.apply(files), answer);
        }
    }

    private final FileView files;
    private final Predicate<String> settled;
    private final List<Question> questions = new ArrayList<>();

    /** @param settled paths about which nothing is remembered */
    AskedFiles(FileView files, Predicate<String> settled) {
        this.files = files;
        this.settled = settled;
    }

    /** Whether all answers would be the same now. */
    boolean hold() {
        for (Question question : questions) {
            if (!question.holds(files)) {
                return false;
            }
        }
        return true;
    }

    private <T> T ask(String path, Function<FileView, T> question) {
        T answer = question.apply(files);
        if (!settled.test(path)) {
            questions.add(new Question(question::apply, answer));
        }
        return answer;
    }

    @Override
    public FileEntry look(String path) {
        return ask(path, asked -> asked.look(path));
    }

    @Override
    public String real(String path) {
        return ask(path, asked -> asked.real(path));
    }

    @Override
    public String target(String link) {
        return ask(link, asked -> asked.target(link));
    }

    @Override
    public List<String> names(String directory) {
        return ask(directory, asked -> asked.names(directory));
    }

    @Override
    public String beginning(String file, int bytes) {
        return ask(file, asked -> asked.beginning(file, bytes));
    }

    @Override
    public boolean writable(String directory) {
        return ask(directory, asked -> asked.writable(directory));
    }
}
