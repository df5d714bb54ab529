import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running server of the image. */
final class Node implements AutoCloseable {
    /** What a server in training does last is to write its cache. */
    private static final long END_SECONDS = 120;

    private final Process process;
    private final String url;

    private Node(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static Node start(Path image, List<String> settings, String javaOptions) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(image.resolve("bin/execbus").toString(), "serve", "--listen", "ws://127.0.0.1:0"));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("EXECBUS_JAVA_OPTIONS", javaOptions);
        Process process = builder.start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String url = output.readLine();
        if (url == null) {
            throw new IOException("the server does not start");
        }
        return new Node(process, url.endsWith("/") ? url : url + "/");
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
