package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.ocsbt.converter.partclone.ImageHeader.ChecksumMode;

/** Images to read: those of partclone ("record" and "record-xxh" beside them) and others made from them. */
public final class TestImages {
    private static final int HEADER_BYTES = 110;
    private static final int BLOCK_BYTES = 1024;
    private static final int BLOCKS = 200;
    private static final int BITMAP_BYTES = BLOCKS / 8;

    private TestImages() {}

    /** The unpacked image of a fixture, by its file's name. */
    public static byte[] ofPartclone(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(
                TestImages.class.getResourceAsStream("/partclone/" + name + ".img.gz"))) {
            return in.readAllBytes();
        }
    }

    public static String torrentInfo() throws IOException {
        try (InputStream in = TestImages.class.getResourceAsStream("/partclone/slices.torrent.info")) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    /** The used blocks' data, from the image without checksums. */
    static List<byte[]> blocks() throws IOException {
        byte[] image = ofPartclone("none");
        List<byte[]> blocks = new ArrayList<>();
        for (int at = HEADER_BYTES + BITMAP_BYTES + Integer.BYTES; at < image.length; at += BLOCK_BYTES) {
            blocks.add(Arrays.copyOfRange(image, at, at + BLOCK_BYTES));
        }
        return blocks;
    }

    /** The same image with checksums that the installed partclone does not write. */
    static byte[] withChecksums(ChecksumMode mode, int number, int blocksPerChecksum) throws IOException {
        byte[] plain = ofPartclone("none");
        ByteBuffer header = ByteBuffer.wrap(plain, 0, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort(96, (short) number).putShort(98, (short) BlockChecksum.length(mode));
        header.putInt(100, blocksPerChecksum).put(104, (byte) 1);
        sealed(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, HEADER_BYTES + BITMAP_BYTES + Integer.BYTES);
        BlockChecksum checksum = BlockChecksum.of(mode);
        int inGroup = 0;
        for (byte[] block : blocks()) {
            out.writeBytes(block);
            checksum.update(block, 0, block.length);
            if (++inGroup == blocksPerChecksum) {
                out.writeBytes(checksum.value());
                checksum.reset();
                inGroup = 0;
            }
        }
        if (inGroup > 0) {
            out.writeBytes(checksum.value());
        }
        return out.toByteArray();
    }

    /** The same content in format 0001, as programs of 32 or, with padding, of 64 bits wrote it. */
    static byte[] inFormat0001(int padding, int maxBlocks) throws IOException {
        byte[] plain = ofPartclone("none");
        ByteBuffer header = ByteBuffer.allocate(4160).order(ByteOrder.LITTLE_ENDIAN);
        header.put("partclone-imageEXTFS".getBytes(ISO_8859_1));
        header.put(30, "0001".getBytes(ISO_8859_1));
        header.putInt(36, BLOCK_BYTES).putLong(40, BLOCKS * BLOCK_BYTES).putLong(48, BLOCKS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        int used = 0;
        for (int block = 0; block < BLOCKS; block++) {
            boolean isUsed = (plain[HEADER_BYTES + block / 8] >> block % 8 & 1) == 1 && used < maxBlocks;
            used += isUsed ? 1 : 0;
            out.write(isUsed ? 1 : block % 3 * 2);
        }
        out.writeBytes("BiTmAgIc".getBytes(ISO_8859_1));
        CRC32 crc = new CRC32();
        for (byte[] block : blocks().subList(0, used)) {
            out.writeBytes(block);
            for (int i = 0; i < BLOCK_BYTES; i++) {
                crc.update(block[0]);
            }
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES + padding).order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(~(int) crc.getValue()).array());
        }
        return out.toByteArray();
    }

    /** With a header of format 0002 whose checksum is right; changes {@code image}. */
    static byte[] sealed(byte[] image) {
        CRC32 crc = new CRC32();
        crc.update(image, 0, 106);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(106, ~(int) crc.getValue());
        return image;
    }
}
