package org.ocsbt.converter.face;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.converter.partclone.PartcloneException;
import org.ocsbt.converter.partclone.Slice;
import org.ocsbt.converter.partclone.TorrentInfo;
import org.ocsbt.converter.partclone.TorrentInfoReader;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.MetainfoBuilder;

/**
 * {@code gen-torrent-from-ptcl} and {@code partclone_create_torrent.py}: a torrent of the slices that a
 * {@code torrent.info} names (contract torrent-from-partclone.md). On failure there is no new output,
 * for scripts take an output that exists for a good one.
 */
public final class GenTorrentFromPtclMain {
    /** What Python's argparse returns for a command line it can't follow. */
    static final int BAD_USAGE = 2;

    private final String program;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    GenTorrentFromPtclMain(String program, PrintStream out, PrintStream err, Clock clock) {
        this.program = program;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    public static void main(String[] args) {
        String program = System.getProperty("ocsbt.program", "gen-torrent-from-ptcl");
        System.exit(new GenTorrentFromPtclMain(program, System.out, System.err, Clock.systemUTC())
                .run(System.in, args));
    }

    /** @param in read when no input file is named */
    int run(InputStream in, String... args) {
        try {
            GenTorrentFromPtclOptions options = GenTorrentFromPtclOptions.parse(args);
            if (options.help()) {
                out.print(GenTorrentFromPtclOptions.help(program));
                return ExitStatus.DONE;
            }
            return makeTorrent(options, in);
        } catch (UsageException e) {
            err.print(GenTorrentFromPtclOptions.usage(program));
            err.println(program + ": error: " + e.getMessage());
            return BAD_USAGE;
        }
    }

    private int makeTorrent(GenTorrentFromPtclOptions options, InputStream in) {
        String input = options.input().map(Path::toString).orElse("standard input");
        TorrentInfo info;
        try (InputStream source = options.input().isEmpty() ? in : Files.newInputStream(options.input().get())) {
            info = TorrentInfoReader.read(source);
        } catch (PartcloneException e) {
            return fail("cannot use " + input + ": " + e.getMessage());
        } catch (IOException e) {
            return fail("cannot read " + input + ": " + Reason.of(e));
        }
        info.staleLine().ifPresent(line -> err.println(program + ": " + input + " is complete before line " + line
                + "; the rest is left over from an older file and not used"));
        try {
            AtomicFile.write(options.output(), metainfo(options, info));
        } catch (IOException e) {
            return fail("cannot write " + options.output() + ": " + Reason.of(e));
        }
        out.println(options.output() + " created successfully");
        return ExitStatus.DONE;
    }

    private byte[] metainfo(GenTorrentFromPtclOptions options, TorrentInfo info) {
        List<String> place = options.partitionPath();
        List<String> directories = place.subList(1, place.size());
        List<FileEntry> files = new ArrayList<>(info.slices().size());
        for (Slice slice : info.slices()) {
            String[] path = directories.toArray(new String[place.size()]);
            path[place.size() - 1] = slice.name();
            files.add(new FileEntry(Arrays.asList(path), slice.lengthBytes()));
        }
        MetainfoBuilder builder = MetainfoBuilder
                .ofFiles(place.get(0), files, TorrentInfo.PIECE_LENGTH_BYTES, info.hashes())
                .creationDate(clock.instant());
        options.creator().ifPresent(builder::createdBy);
        options.tracker().ifPresent(builder::announce);
        return builder.toBytes();
    }

    private int fail(String message) {
        err.println(program + ": " + message);
        return ExitStatus.FAILED;
    }
}
