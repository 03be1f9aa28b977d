package org.ocsbt.downloader.face;

import com.dampcake.bencode.Bencode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Small torrent files of one piece. */
final class TestTorrent {
    static final int LENGTH_BYTES = 1000;

    private TestTorrent() {}

    /** Writes {@code directory/NAME.torrent} and returns its path as a word of a command line. */
    static String write(Path directory, String name) throws IOException {
        return Files.write(directory.resolve(name + ".torrent"), bytes(name)).toString();
    }

    static byte[] bytes(String name) {
        Map<String, Object> info = new TreeMap<>(Map.of(
                "length", LENGTH_BYTES, "name", name, "piece length", 16384, "pieces", "01234567890123456789"));
        Map<String, Object> torrent = new TreeMap<>(Map.of("announce", "http://10.0.0.1:6969/announce", "info", info));
        return new Bencode(StandardCharsets.ISO_8859_1).encode(torrent);
    }
}
