package org.ocsbt.announce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends bencoded pieces to one growing array: the answer to each announce is made with it. */
final class BencodeBuffer {
    private byte[] bytes;
    private int length;

    BencodeBuffer(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** Appends text that is bencoded already. */
    BencodeBuffer raw(String ascii) {
        int count = ascii.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    BencodeBuffer integer(long value) {
        return raw("i").digits(value).raw("e");
    }

    BencodeBuffer string(byte[] value) {
        digits(value.length).raw(":").ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    BencodeBuffer string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    BencodeBuffer string(CompactPeers peers) {
        digits(peers.lengthBytes()).raw(":").ensure(peers.lengthBytes());
        peers.copyTo(bytes, length);
        length += peers.lengthBytes();
        return this;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private BencodeBuffer digits(long value) {
        return raw(Long.toString(value));
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
