package org.ocsbt.converter.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compressions that Clonezilla writes and this program reads, by the last part of the file name. */
enum Compression {
    UNCOMP(""),
    GZ("1f8b"),
    BZ2("425a68"),
    LZO("894c5a4f"),
    LZMA("5d0000"),
    XZ("fd377a585a00"),
    LZIP("4c5a4950"),
    LZ4("04224d18"),
    ZST("28b52ffd");

    /** What the longest of the marks takes. */
    static final int MAGIC_BYTES = 6;

    private static final int BUFFER_BYTES = 256 * 1024;
    /** A dictionary of xz -9e takes 64 MiB; some memory is left for the rest. */
    private static final int MAX_LZMA_KIB = 160 * 1024;

    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    /** @throws ImageException for a compression that is not known or not supported */
    static Compression ofSuffix(String suffix) throws ImageException {
        for (Compression compression : values()) {
            if (compression.name().toLowerCase(Locale.ROOT).equals(suffix)) {
                return compression;
            }
        }
        throw new ImageException("its compression '" + suffix + "' is not supported");
    }

    /** Old images have no suffix: the first bytes tell. What is none of the others is not compressed. */
    static Compression ofMagic(byte[] start, int length) {
        String hex = HexFormat.of().formatHex(start, 0, length);
        for (Compression compression : values()) {
            if (compression != UNCOMP && hex.startsWith(compression.magic)) {
                return compression;
            }
        }
        return UNCOMP;
    }

    /** @throws IOException if it does not begin as it should */
    InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case UNCOMP -> in;
            case GZ -> new GZIPInputStream(in, BUFFER_BYTES);
            case BZ2 -> new BZip2CompressorInputStream(in, true);
            case LZO -> new LzopInputStream(in);
            case LZMA -> new LZMAInputStream(in, MAX_LZMA_KIB);
            case XZ -> new XZInputStream(in, MAX_LZMA_KIB);
            case LZIP -> new LzipInputStream(in, MAX_LZMA_KIB * 1024);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZST -> new ZstdFramesInputStream(in);
        };
    }
}
