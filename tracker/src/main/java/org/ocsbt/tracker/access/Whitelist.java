package org.ocsbt.tracker.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.ocsbt.metainfo.InfoHash;

/** A file with one info-hash of 40 hex digits a line; all other lines are skipped. */
final class Whitelist {
    private static final int HEX_DIGITS = 2 * InfoHash.LENGTH_BYTES;
    private static final int MAX_HASHES = 1 << 16;

    private Whitelist() {}

    /** @throws IOException the file can't be read */
    static Set<InfoHash> read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return read(lines);
        }
    }

    static Set<InfoHash> read(BufferedReader lines) throws IOException {
        Set<InfoHash> hashes = new HashSet<>();
        for (String line = lines.readLine(); line != null && hashes.size() < MAX_HASHES; line = lines.readLine()) {
            String word = line.strip();
            if (word.length() == HEX_DIGITS && word.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                hashes.add(InfoHash.ofHex(word));
            }
        }
        return hashes;
    }
}
