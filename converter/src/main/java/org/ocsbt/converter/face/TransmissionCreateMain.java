package org.ocsbt.converter.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.content.ContentFile;
import org.ocsbt.content.ContentHasher;
import org.ocsbt.content.ContentTree;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.MetainfoBuilder;
import org.ocsbt.metainfo.PieceHashes;

/**
 * {@code transmission-create} 3.00: Debian 11's Clonezilla makes torrents with it. The info-hash is the
 * original's; a file it would pass over since it can't read it is an error here.
 */
public final class TransmissionCreateMain {
    /** Progress comes five times a second, a dot about every half. */
    private static final int REPORTS_PER_DOT = 3;

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    TransmissionCreateMain(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(new TransmissionCreateMain(System.out, System.err, Clock.systemUTC()).run(args));
    }

    int run(String... args) throws InterruptedException {
        try {
            TransmissionCreateOptions options = TransmissionCreateOptions.parse(args);
            if (options.help()) {
                out.print(TransmissionCreateOptions.USAGE);
                return ExitStatus.DONE;
            }
            if (options.version()) {
                err.println("transmission-create (ocs-bt-tools)");
                return ExitStatus.DONE;
            }
            return makeTorrent(options) ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (UsageException e) {
            err.println("ERROR: " + e.getMessage());
            err.println();
            out.print(TransmissionCreateOptions.USAGE);
            return ExitStatus.FAILED;
        }
    }

    private boolean makeTorrent(TransmissionCreateOptions options) throws InterruptedException {
        if (options.trackers().isEmpty()) {
            out.println("WARNING: no trackers specified");
        }
        out.print("Creating torrent \"" + options.output() + "\" ...");
        out.flush();
        try {
            Path target = options.target();
            boolean directory = Files.isDirectory(target);
            List<ContentFile> files = directory ? list(target) : List.of(ContentTree.file(target));
            byte[] metainfo = metainfo(options, directory, files);
            AtomicFile.write(options.output(), metainfo);
            out.println(" done!");
            return true;
        } catch (NoSuchFileException e) {
            return fail("cannot find \"" + e.getFile() + '"');
        } catch (IOException e) {
            String file = e instanceof FileSystemException failed ? failed.getFile() : "the content";
            return fail("cannot read or write \"" + file + "\": " + Reason.of(e));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return fail(e.getMessage());
        }
    }

    private byte[] metainfo(TransmissionCreateOptions options, boolean directory, List<ContentFile> files)
            throws IOException, InterruptedException {
        long totalBytes = files.stream().mapToLong(ContentFile::lengthBytes).sum();
        int pieceLengthBytes = options.pieceLengthBytes(totalBytes);
        ContentHasher hasher = new ContentHasher(files, pieceLengthBytes);
        if (hasher.pieceCount() == 0) {
            throw new FileSystemException(options.target().toString(), null, "It has no data");
        }
        AtomicInteger reports = new AtomicInteger();
        PieceHashes hashes = hasher.hash(Runtime.getRuntime().availableProcessors(), done -> {
            if (reports.getAndIncrement() % REPORTS_PER_DOT == 0) {
                out.print('.');
                out.flush();
            }
        });
        String name = options.target().toAbsolutePath().normalize().getFileName().toString();
        MetainfoBuilder builder = directory
                ? MetainfoBuilder.ofFiles(
                        name, files.stream().map(ContentFile::toEntry).toList(), pieceLengthBytes, hashes)
                : MetainfoBuilder.ofFile(name, totalBytes, pieceLengthBytes, hashes);
        decorate(builder, options);
        return builder.toBytes();
    }

    private void decorate(MetainfoBuilder builder, TransmissionCreateOptions options) {
        List<String> trackers = options.trackers();
        if (!trackers.isEmpty()) {
            builder.announce(trackers.get(0));
        }
        if (trackers.size() > 1) {
            builder.announceList(trackers.stream().map(List::of).toList());
        }
        options.comment().ifPresent(builder::comment);
        builder.createdBy("ocs-bt-tools").creationDate(clock.instant()).encodingUtf8()
                .privateTorrent(options.privateTorrent());
    }

    /** Without hidden and empty files; ordered by path, whether letters are small or not. */
    private static List<ContentFile> list(Path directory) throws IOException {
        return ContentTree.list(directory, name -> !name.startsWith(".")).stream()
                .filter(file -> file.lengthBytes() > 0)
                .sorted(Comparator.comparing((ContentFile file) -> pathOf(file).toLowerCase(Locale.ROOT))
                        .thenComparing(TransmissionCreateMain::pathOf))
                .toList();
    }

    private static String pathOf(ContentFile file) {
        return String.join("/", file.elements());
    }

    private boolean fail(String message) {
        out.println();
        err.println("ERROR: " + message);
        return false;
    }
}
