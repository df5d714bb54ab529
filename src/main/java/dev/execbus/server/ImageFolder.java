package dev.execbus.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The application's own folder, with {@code lib} and {@code config} in it. */
final class ImageFolder {
    private ImageFolder() {}

    /** Nothing where the classes do not come from an image, as in a build. */
    static Optional<Path> find() {
        try {
            CodeSource source = ImageFolder.class.getProtectionDomain().getCodeSource();
            Path jar = Path.of(source.getLocation().toURI());
            return Optional.ofNullable(jar.getParent())
                    .map(Path::getParent)
                    .filter(image -> Files.isDirectory(image.resolve("config")));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
