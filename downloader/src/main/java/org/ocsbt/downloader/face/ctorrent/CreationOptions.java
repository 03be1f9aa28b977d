package org.ocsbt.downloader.face.ctorrent;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.piece.PieceGeometry;

/**
 * The command line of {@code ctorrent -t}, which makes a torrent; {@code -c} and {@code -p} mean something
 * else there than in a transfer.
 *
 * @param announce {@code -u}
 * @param pieceLengthBytes {@code -l}, cut to a power of two as the original does
 * @param output {@code -s}
 * @param comment {@code -c}
 * @param isPrivate {@code -p}
 * @param content the file or directory, without slashes at the end
 */
record CreationOptions(
        String announce,
        int pieceLengthBytes,
        Path output,
        Optional<String> comment,
        boolean isPrivate,
        String content) {
    private static final int DEFAULT_PIECE_LENGTH_BYTES = 262144;
    private static final int LEAST_PIECE_LENGTH_BYTES = 65536;

    /** Whether {@code -t} is among the words, alone or at the head of a bundle. */
    static boolean isAskedFor(String... args) {
        for (String word : args) {
            if (word.equals("--")) {
                return false;
            }
            if (word.startsWith("-t")) {
                return true;
            }
        }
        return false;
    }

    static Options syntax() {
        return new Options()
                .addOption("t", "make a torrent")
                .addOption("u", true, "tracker")
                .addOption("l", true, "piece length")
                .addOption("s", true, "output")
                .addOption("p", "private")
                .addOption("c", true, "comment");
    }

    static CreationOptions of(Arguments arguments) throws UsageException {
        String announce = arguments.last("u")
                .orElseThrow(() -> new UsageException("Please use -u to specify an announce URL!"));
        String output = arguments.last("s")
                .orElseThrow(() -> new UsageException("Please use -s to specify a metainfo file name!"));
        if (arguments.words().size() != 1) {
            throw new UsageException("one file or directory to make a torrent of is needed, "
                    + arguments.words().size() + " are given");
        }
        return new CreationOptions(announce, pieceLengthBytes(arguments), Path.of(output), arguments.last("c"),
                arguments.has("p"), withoutEndingSlashes(arguments.words().get(0)));
    }

    private static int pieceLengthBytes(Arguments arguments) throws UsageException {
        int given = arguments.integer("l", DEFAULT_PIECE_LENGTH_BYTES);
        if (given < LEAST_PIECE_LENGTH_BYTES || given > PieceGeometry.MAX_PIECE_LENGTH_BYTES) {
            throw new UsageException("-l argument must be between " + LEAST_PIECE_LENGTH_BYTES + " and "
                    + PieceGeometry.MAX_PIECE_LENGTH_BYTES);
        }
        return Integer.highestOneBit(given);
    }

    private static String withoutEndingSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
