package org.ocsbt.converter.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.content.ContentFile;
import org.ocsbt.content.ContentHasher;
import org.ocsbt.content.ContentTree;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.MetainfoBuilder;
import org.ocsbt.metainfo.PieceHashes;

/**
 * {@code mktorrent} 1.1: a torrent of a file or directory (contract mktorrent.md). Other than the
 * original it refuses content without data, and content it can't read in full.
 */
public final class MktorrentMain {
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    MktorrentMain(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(new MktorrentMain(System.out, System.err, Clock.systemUTC()).run(args));
    }

    int run(String... args) throws InterruptedException {
        out.print("mktorrent 1.1 (c) 2007, 2009 Emil Renner Berthing\n\n");
        Arguments arguments;
        try {
            arguments = Arguments.parse(MktorrentOptions.known(), args);
        } catch (UsageException e) {
            err.println("mktorrent: " + e.getMessage());
            err.println("Use -h for help.");
            return ExitStatus.FAILED;
        }
        try {
            return run(MktorrentOptions.of(arguments)) ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (UsageException e) {
            err.println(e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private boolean run(MktorrentOptions options) throws InterruptedException {
        if (options.help()) {
            out.print(MktorrentText.HELP);
            return true;
        }
        if (options.verbose()) {
            out.print(MktorrentText.options(options));
        }
        return makeTorrent(options);
    }

    private boolean makeTorrent(MktorrentOptions options) throws InterruptedException {
        try {
            boolean directory = Files.isDirectory(Path.of(options.target()));
            List<ContentFile> files = directory ? list(options) : List.of(file(options.target()));
            ContentHasher hasher = new ContentHasher(files, options.pieceLengthBytes());
            if (options.verbose()) {
                out.printf("%n%d bytes in all.%nThat's %d pieces of %d bytes each.%n%n",
                        hasher.totalBytes(), hasher.pieceCount(), options.pieceLengthBytes());
            }
            return hasher.pieceCount() == 0
                    ? fail("there is nothing in '" + options.target() + "' to make a torrent of")
                    : mayCreate(options) && hashAndWrite(options, directory, files, hasher);
        } catch (IOException e) {
            String file = e instanceof FileSystemException failed ? failed.getFile() : options.target();
            return fail("Error reading from '" + file + "': " + Reason.of(e));
        } catch (UsageException | IllegalArgumentException | ArithmeticException e) {
            return fail(e.getMessage());
        }
    }

    /** Fails before the hashing, not after it. */
    private boolean mayCreate(MktorrentOptions options) {
        Path output = options.output();
        Path parent = output.getParent();
        if (Files.isDirectory(output)) {
            return cannotCreate(output, "Is a directory");
        }
        if (Files.exists(output) && !options.overwrite()) {
            return cannotCreate(output, Reason.of(new FileAlreadyExistsException("")));
        }
        if (parent == null || !Files.isDirectory(parent)) {
            return cannotCreate(output, Reason.of(new NoSuchFileException("")));
        }
        return Files.isWritable(parent) || cannotCreate(output, "Permission denied");
    }

    private boolean hashAndWrite(
            MktorrentOptions options, boolean directory, List<ContentFile> files, ContentHasher hasher)
            throws IOException, InterruptedException {
        int pieces = hasher.pieceCount();
        PieceHashes hashes = hasher.hash(options.threads(), done -> {
            out.printf("\rHashed %d of %d pieces.", done, pieces);
            out.flush();
        });
        out.printf("\rHashed %d of %d pieces.%n", pieces, pieces);
        out.print("Writing metainfo file... ");
        out.flush();
        MetainfoBuilder builder = directory
                ? MetainfoBuilder.ofFiles(options.name(),
                        files.stream().map(ContentFile::toEntry).toList(), options.pieceLengthBytes(), hashes)
                : MetainfoBuilder.ofFile(options.name(), hasher.totalBytes(), options.pieceLengthBytes(), hashes);
        try {
            write(options, decorate(builder, options).toBytes());
        } catch (IOException e) {
            return cannotCreate(options.output(), Reason.of(e));
        }
        out.println("done.");
        return true;
    }

    private static void write(MktorrentOptions options, byte[] metainfo) throws IOException {
        if (options.overwrite()) {
            AtomicFile.write(options.output(), metainfo);
        } else {
            AtomicFile.create(options.output(), metainfo);
        }
    }

    private MetainfoBuilder decorate(MetainfoBuilder builder, MktorrentOptions options) {
        List<List<String>> tiers = options.announceTiers();
        if (!tiers.isEmpty()) {
            builder.announce(tiers.get(0).get(0));
            if (tiers.size() > 1 || tiers.get(0).size() > 1) {
                builder.announceList(tiers);
            }
        }
        options.comment().ifPresent(builder::comment);
        builder.createdBy("mktorrent 1.1");
        if (options.writeDate()) {
            builder.creationDate(clock.instant());
        }
        if (options.privateTorrent()) {
            builder.privateTorrent(true);
        }
        options.source().ifPresent(builder::source);
        if (options.crossSeed()) {
            byte[] unique = new byte[16];
            new SecureRandom().nextBytes(unique);
            builder.crossSeed("mktorrent-" + HexFormat.of().withUpperCase().formatHex(unique));
        }
        if (!options.webSeeds().isEmpty()) {
            builder.webSeeds(options.webSeeds());
        }
        return builder;
    }

    private static ContentFile file(String target) throws IOException, UsageException {
        Path path = Path.of(target);
        if (target.isEmpty() || !Files.exists(path)) {
            throw new UsageException("Error stat'ing '" + target + "': No such file or directory");
        }
        if (!Files.isRegularFile(path)) {
            throw new UsageException("'" + target + "' is neither a directory nor regular file.");
        }
        return ContentTree.file(path);
    }

    private List<ContentFile> list(MktorrentOptions options) throws IOException {
        List<PathMatcher> excluded = options.excluded().stream().map(MktorrentMain::matcher).toList();
        List<ContentFile> files = ContentTree.list(Path.of(options.target()),
                name -> excluded.stream().noneMatch(pattern -> pattern.matches(Path.of(name))));
        if (options.verbose()) {
            files.forEach(file -> out.println("Adding " + String.join("/", file.elements())));
        }
        return files.stream().sorted(ContentFile.IN_PATH_ORDER).toList();
    }

    /** Braces mean themselves in glob(7), alternatives in Java. */
    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("{", "\\{").replace("}", "\\}"));
    }

    private boolean cannotCreate(Path output, String reason) {
        return fail("Error creating '" + output + "': " + reason);
    }

    private boolean fail(String message) {
        err.println(message);
        return false;
    }
}
