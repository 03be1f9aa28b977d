package org.ocsbt.converter.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.converter.edit.AnnounceReplacement;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/**
 * {@code transmission-edit -r OLD NEW FILE...}, the only form that Clonezilla calls (contract
 * transmission-edit.md). Other than the original it keeps mode, owner and the bytes it does not change,
 * and returns 1 if a file could not be read.
 */
public final class TransmissionEditMain {
    private static final String USAGE = """
            Usage: transmission-edit [options] torrent-file(s)

            Options:
             -h --help                Display this help page and exit
             -r --replace <old> <new> Search and replace a substring in the announce URLs
             -V --version             Show version number and exit
            """;

    private final PrintStream out;
    private final PrintStream err;

    TransmissionEditMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(new TransmissionEditMain(System.out, System.err).run(args));
    }

    int run(String... args) {
        try {
            Arguments arguments = Arguments.parse(known(), args);
            if (arguments.has("h")) {
                out.print(USAGE);
                return ExitStatus.DONE;
            }
            if (arguments.has("V")) {
                err.println("transmission-edit (ocs-bt-tools)");
                return ExitStatus.DONE;
            }
            return edit(Edit.of(arguments)) ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (UsageException e) {
            err.println("ERROR: " + e.getMessage());
            err.println();
            out.print(USAGE);
            return ExitStatus.FAILED;
        }
    }

    static Options known() {
        return new Options()
                .addOption("h", "help", false, null)
                .addOption("V", "version", false, null)
                .addOption(Option.builder("r").longOpt("replace").numberOfArgs(2).build());
    }

    /** What the command line asks for; {@code text} is not empty. */
    record Edit(List<String> files, String text, String replacement) {
        static Edit of(Arguments arguments) throws UsageException {
            List<String> replace = arguments.all("r");
            if (arguments.words().isEmpty()) {
                throw new UsageException("No torrent files specified.");
            }
            if (replace.size() != 2 || replace.get(0).isEmpty()) {
                throw new UsageException("Must specify -r with a text to search and another to replace it");
            }
            return new Edit(arguments.words(), replace.get(0), replace.get(1));
        }
    }

    private boolean edit(Edit edit) {
        int changed = 0;
        boolean allDone = true;
        for (String file : edit.files()) {
            out.println(file);
            try {
                AnnounceReplacement.Result result = replace(Path.of(file), edit.text(), edit.replacement());
                if (!result.changes().isEmpty()) {
                    boolean written = write(Path.of(file), result);
                    allDone &= written;
                    changed += written ? 1 : 0;
                }
            } catch (IOException e) {
                allDone = fail("Error reading file: " + Reason.of(e));
            } catch (MetainfoException | BencodeException e) {
                allDone = fail("Error reading file: Unable to parse file content: " + e.getMessage());
            }
        }
        out.println("Changed " + changed + " files");
        return allDone;
    }

    private static AnnounceReplacement.Result replace(Path file, String text, String replacement)
            throws IOException, MetainfoException, BencodeException {
        return AnnounceReplacement.replace(MetainfoReader.readBytes(file), text, replacement);
    }

    private boolean write(Path file, AnnounceReplacement.Result result) {
        try {
            AtomicFile.write(file, result.torrent());
        } catch (IOException e) {
            return fail("Error writing file: " + Reason.of(e));
        }
        for (AnnounceReplacement.Change change : result.changes()) {
            String place = change.tier() == AnnounceReplacement.NO_TIER
                    ? "\"announce\"" : "\"announce-list\" tier " + change.tier();
            out.println("\tReplaced in " + place + ": \"" + change.before() + "\" --> \"" + change.after() + '"');
        }
        return true;
    }

    private boolean fail(String message) {
        out.println('\t' + message);
        return false;
    }
}
