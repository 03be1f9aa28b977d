package org.ocsbt.converter.edit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/** Replaces a text in the tracker addresses of a torrent (BEP 3 {@code announce}, BEP 12). */
public final class AnnounceReplacement {
    /** The tier of {@code announce}, which is in none. */
    public static final int NO_TIER = 0;

    /**
     * An address that was changed.
     *
     * @param tier counted from 1 in {@code announce-list}; {@link #NO_TIER} for {@code announce}
     */
    public record Change(int tier, String before, String after) {}

    /**
     * @param torrent the new bytes
     * @param changes in the order of the torrent; none if the text was not found
     */
    public record Result(byte[] torrent, List<Change> changes) {}

    private final byte[] torrent;
    private final BencodeReader in;
    private final String text;
    private final String replacement;
    private final List<Change> changes = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int copied;

    private AnnounceReplacement(byte[] torrent, String text, String replacement) {
        this.torrent = torrent;
        this.in = new BencodeReader(torrent);
        this.text = text;
        this.replacement = replacement;
    }

    /**
     * @param text found anywhere in an address; not empty
     * @throws BencodeException if the bytes are no torrent
     */
    public static Result replace(byte[] torrent, String text, String replacement) throws BencodeException {
        return new AnnounceReplacement(torrent, text, replacement).replace();
    }

    private Result replace() throws BencodeException {
        in.enterDictionary();
        while (in.hasNext()) {
            switch (in.readKey()) {
                case "announce" -> replaceIn(NO_TIER);
                case "announce-list" -> replaceInTiers();
                default -> in.skip();
            }
        }
        in.leave();
        in.requireEndOfInput();
        out.write(torrent, copied, torrent.length - copied);
        return new Result(out.toByteArray(), changes);
    }

    private void replaceInTiers() throws BencodeException {
        in.enterList();
        for (int tier = 1; in.hasNext(); tier++) {
            in.enterList();
            while (in.hasNext()) {
                replaceIn(tier);
            }
            in.leave();
        }
        in.leave();
    }

    private void replaceIn(int tier) throws BencodeException {
        int from = in.offset();
        String before = in.readText();
        if (before.contains(text)) {
            String after = before.replace(text, replacement);
            changes.add(new Change(tier, before, after));
            byte[] bytes = after.getBytes(UTF_8);
            out.write(torrent, copied, from - copied);
            out.writeBytes((bytes.length + ":").getBytes(US_ASCII));
            out.writeBytes(bytes);
            copied = in.offset();
        }
    }
}
