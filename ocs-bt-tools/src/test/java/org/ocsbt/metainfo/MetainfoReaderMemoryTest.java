package org.ocsbt.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.dampcake.bencode.BencodeOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MetainfoReaderMemoryTest {
    private static final int EXTENTS = 100_000;
    private static final int PIECE_LENGTH_BYTES = 16 * 1024 * 1024;

    /** The heap of a small client: a badly fragmented 1.6 TB partition must not exhaust it. */
    @Test
    @Timeout(60)
    void readsAHundredThousandExtentsWithin64MibOfHeap(@TempDir Path directory) throws Exception {
        assertRead(directory, 1);
    }

    /** 10 TB and more, in as many parts. */
    @Test
    @Timeout(60)
    void readsTenTerabytesWithin64MibOfHeap(@TempDir Path directory) throws Exception {
        assertRead(directory, 6);
    }

    private static void assertRead(Path directory, int piecesPerExtent) throws Exception {
        Path torrent = directory.resolve("sda1.torrent");
        writeTorrent(torrent, piecesPerExtent);

        Path output = directory.resolve("output");
        Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                Reader.class.getName(), torrent.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(reader.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            reader.destroyForcibly();
        }

        assertThat(output).hasContent(EXTENTS + " files");
    }

    private static void writeTorrent(Path file, int piecesPerExtent) throws IOException {
        Stream<Map<String, Object>> files = LongStream.range(0, EXTENTS).mapToObj(i -> Map.of(
                "length", (long) piecesPerExtent * PIECE_LENGTH_BYTES,
                "path", List.of(String.format("%032x", 2 * i * piecesPerExtent * PIECE_LENGTH_BYTES))));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                BencodeOutputStream bencode = new BencodeOutputStream(out)) {
            Iterable<Map<String, Object>> lazily = files::iterator;
            bencode.writeDictionary(Map.of("info", Map.of("files", lazily, "name", "sda1",
                    "piece length", PIECE_LENGTH_BYTES, "pieces", new byte[EXTENTS * piecesPerExtent * PieceHashes.HASH_LENGTH_BYTES])));
        }
    }

    /** Runs in a process of its own, whose heap is small. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws Exception {
            System.out.println(MetainfoReader.read(Path.of(args[0])).files().size() + " files");
        }
    }
}
