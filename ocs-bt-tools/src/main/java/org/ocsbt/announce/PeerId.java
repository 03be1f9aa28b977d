package org.ocsbt.announce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The 20 bytes a client calls itself by (BEP 3 {@code peer_id}, BEP 20). Any bytes are legal. */
public final class PeerId {
    public static final int LENGTH_BYTES = 20;

    /** Stands for a client that did not tell its id. */
    public static final PeerId UNKNOWN = new PeerId(new byte[LENGTH_BYTES]);

    private final byte[] bytes;

    private PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless {@code bytes} has exactly 20 elements */
    public static PeerId of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
        }
        return new PeerId(bytes.clone());
    }

    /** @throws IllegalArgumentException unless {@code text} is 20 Latin-1 characters */
    public static PeerId ofText(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
