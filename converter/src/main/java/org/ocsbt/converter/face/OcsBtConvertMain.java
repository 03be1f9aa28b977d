package org.ocsbt.converter.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.converter.archive.ImageException;
import org.ocsbt.converter.archive.PartitionFiles;
import org.ocsbt.converter.convert.PartitionConverter;
import org.ocsbt.converter.convert.SliceCheck;
import org.ocsbt.converter.convert.SliceCheck.BadPiece;
import org.ocsbt.converter.partclone.PartcloneException;
import org.ocsbt.converter.partclone.TorrentInfo;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/** {@code ocs-bt-convert}, our own: a Clonezilla image to slices and torrents in one pass. */
public final class OcsBtConvertMain {
    private static final String IMAGE_ID = "Info-img-id.txt";
    /** A piece of a fragmented file system may lie in thousands of places. */
    private static final int MAX_RANGES_SHOWN = 8;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Clock clock;

    /** @param terminal whether someone watches {@code err} */
    OcsBtConvertMain(PrintStream out, PrintStream err, boolean terminal, Clock clock) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    public static void main(String[] args) throws InterruptedException {
        boolean terminal = System.console() != null;
        System.exit(new OcsBtConvertMain(System.out, System.err, terminal, Clock.systemUTC()).run(args));
    }

    int run(String... args) throws InterruptedException {
        try {
            OcsBtConvertOptions options = OcsBtConvertOptions.parse(args);
            if (options.help()) {
                out.print(OcsBtConvertOptions.USAGE);
                return ExitStatus.DONE;
            }
            boolean done = options.check() ? check(options) : convert(options);
            return done ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (UsageException e) {
            fail(e.getMessage() + "; use -h for help");
            return ExitStatus.FAILED;
        }
    }

    private boolean convert(OcsBtConvertOptions options) throws InterruptedException {
        List<String> partitions;
        try {
            partitions = options.words().isEmpty() ? PartitionFiles.partitions(options.image()) : options.words();
            if (partitions.isEmpty()) {
                return fail(options.image() + " holds no partition saved by partclone or dd");
            }
            Files.createDirectories(options.output());
            if (!claim(options)) {
                return fail(options.output() + " was made of another image: " + IMAGE_ID
                        + " differs; remove it, or name another directory with -o");
            }
        } catch (IOException e) {
            return fail("cannot use " + named(e, options.image()) + ": " + Reason.of(e));
        }
        boolean allDone = true;
        for (String partition : partitions) {
            allDone &= convert(options, partition);
        }
        return allDone;
    }

    /** As Clonezilla's scripts do, a new output directory gets the image's identity. */
    private static boolean claim(OcsBtConvertOptions options) throws IOException {
        Path identity = options.image().resolve(IMAGE_ID);
        Path copy = options.output().resolve(IMAGE_ID);
        if (!Files.exists(identity)) {
            return true;
        }
        if (!Files.exists(copy)) {
            Files.copy(identity, copy);
        }
        return Files.mismatch(identity, copy) < 0;
    }

    private boolean convert(OcsBtConvertOptions options, String partition) throws InterruptedException {
        String fileName = fileName(partition);
        PartitionConverter converter = new PartitionConverter(options.output(), fileName);
        ConvertProgress progress = new ConvertProgress(err, partition, System::nanoTime);
        try {
            if (!options.force() && converter.isDone()) {
                out.println(partition + ": " + converter.torrent() + " is there already; -f makes it again");
                return true;
            }
            PartitionFiles files = PartitionFiles.find(options.image(), fileName);
            TorrentInfo made = converter.convert(files, options.labels(), clock,
                    terminal ? progress : (bytes, total) -> { });
            progress.end();
            out.println(partition + ": " + made.slices().size() + " slices, " + made.hashes().count() + " pieces; "
                    + converter.torrent() + " created successfully");
            return true;
        } catch (ImageException | PartcloneException e) {
            progress.end();
            return fail("cannot convert " + partition + " of " + options.image() + ": " + e.getMessage());
        } catch (IOException e) {
            progress.end();
            String file = e instanceof FileSystemException failed ? failed.getFile() + ": " : "";
            return fail("cannot convert " + partition + " of " + options.image() + ": " + file + Reason.of(e));
        }
    }

    /** As in the image's file names: {@code sda1} of {@code /dev/sda1}, {@code vg-root} of {@code vg/root}. */
    private static String fileName(String partition) {
        String prefix = "/dev/";
        return (partition.startsWith(prefix) ? partition.substring(prefix.length()) : partition).replace('/', '-');
    }

    private boolean check(OcsBtConvertOptions options) {
        Path target = Path.of(options.words().get(0));
        Metainfo metainfo;
        try {
            metainfo = MetainfoReader.read(options.image());
        } catch (MetainfoException e) {
            return fail("cannot use " + options.image() + ": " + e.getMessage());
        } catch (IOException e) {
            return fail("cannot read " + options.image() + ": " + Reason.of(e));
        }
        try {
            int bad = new SliceCheck(metainfo, target).run(piece -> out.println(describe(piece)));
            out.println(target + ": " + bad + " of " + metainfo.geometry().pieceCount() + " pieces are bad");
            return bad == 0;
        } catch (IllegalArgumentException e) {
            return fail("cannot use " + options.image() + ": " + e.getMessage());
        } catch (IOException e) {
            return fail("cannot read " + named(e, target) + ": " + Reason.of(e));
        }
    }

    private static String describe(BadPiece bad) {
        String ranges = bad.ranges().stream().limit(MAX_RANGES_SHOWN)
                .map(range -> "0x" + Long.toHexString(range.offset()) + "+" + range.lengthBytes())
                .collect(Collectors.joining(" "));
        String more = bad.ranges().size() > MAX_RANGES_SHOWN ? " ..." : "";
        return "piece " + bad.piece() + ", on the device " + ranges + more + ": " + bad.reason();
    }

    private static String named(IOException e, Path otherwise) {
        return e instanceof FileSystemException failed ? failed.getFile() : otherwise.toString();
    }

    private boolean fail(String message) {
        err.println("ocs-bt-convert: " + message);
        return false;
    }
}
