package org.ocsbt.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the regular files below a directory, following symbolic links. */
public final class ContentTree {
    private ContentTree() {}

    /**
     * Lists files in the order the directories give them.
     *
     * @param wanted whether to take a file, or enter a directory, of this name
     * @throws IOException if anything can't be read, a link leads nowhere or in a circle, or a name is not
     *     UTF-8: a torrent without it would be incomplete
     */
    public static List<ContentFile> list(Path directory, Predicate<String> wanted) throws IOException {
        Visitor visitor = new Visitor(directory, wanted);
        Files.walkFileTree(directory, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        return visitor.files;
    }

    /** A single file as the whole content. */
    public static ContentFile file(Path path) throws IOException {
        return found(path, List.of(), Files.readAttributes(path, BasicFileAttributes.class));
    }

    private static ContentFile found(Path path, List<String> elements, BasicFileAttributes attributes)
            throws AccessDeniedException {
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        return new ContentFile(path, elements, attributes.size(), attributes.lastModifiedTime());
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Predicate<String> wanted;
        private final List<String> directories = new ArrayList<>();
        private final List<ContentFile> files = new ArrayList<>();

        Visitor(Path root, Predicate<String> wanted) {
            this.root = root;
            this.wanted = wanted;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!directory.equals(root)) {
                String name = name(directory);
                if (!wanted.test(name)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                directories.add(name);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (!directory.equals(root)) {
                directories.remove(directories.size() - 1);
            }
            return super.postVisitDirectory(directory, failure);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = name(file);
            if (!wanted.test(name)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) { // one that could not be followed
                throw new NoSuchFileException(file.toString());
            }
            if (attributes.isRegularFile()) {
                List<String> elements = new ArrayList<>(directories);
                elements.add(name);
                files.add(found(file, elements, attributes));
            }
            return FileVisitResult.CONTINUE;
        }

        /** The file's name, also where the locale has no such letters. */
        private static String name(Path file) throws IOException {
            String name = file.getFileName().toString();
            return name.indexOf('\uFFFD') < 0 ? name : nameFromBytes(file);
        }

        /** A path keeps the bytes it was made of, but shows them only in its URI. */
        private static String nameFromBytes(Path file) throws IOException {
            String uri = file.getFileName().toUri().getRawPath();
            if (uri.endsWith("/")) {
                uri = uri.substring(0, uri.length() - 1);
            }
            String escaped = uri.substring(uri.lastIndexOf('/') + 1);
            ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
            for (int i = 0; i < escaped.length(); i++) {
                if (escaped.charAt(i) == '%') {
                    bytes.put((byte) Integer.parseInt(escaped, i + 1, i + 3, 16));
                    i += 2;
                } else {
                    bytes.put((byte) escaped.charAt(i));
                }
            }
            try {
                return UTF_8.newDecoder().decode(bytes.flip()).toString();
            } catch (CharacterCodingException e) {
                throw new FileSystemException(file.toString(), null, "Its name is not UTF-8");
            }
        }
    }
}
