import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocsbt.extent.SliceNames;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoReader;

/**
 * {@code make FILE EXTENTS PIECES_PER_EXTENT} writes a torrent with a gap behind each extent; {@code read FILE}
 * loads one as a client does, and prints milliseconds in all and of that for the extents, and how much of the heap
 * was in use at most, in MiB.
 */
final class Load {
    private static final int PIECE_LENGTH_BYTES = 16 << 20;
    private static final int HASH_LENGTH_BYTES = 20;

    private Load() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("make")) {
            make(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            read(Path.of(args[1]));
        }
    }

    private static void make(Path file, int extents, int piecesPerExtent) throws IOException {
        long lengthBytes = (long) piecesPerExtent * PIECE_LENGTH_BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, "d4:infod5:filesl");
            for (long i = 0; i < extents; i++) {
                write(out, "d6:lengthi" + lengthBytes + "e4:pathl32:" + String.format("%032x", 2 * i * lengthBytes) + "ee");
            }
            int hashBytes = extents * piecesPerExtent * HASH_LENGTH_BYTES;
            write(out, "e4:name4:sda112:piece lengthi" + PIECE_LENGTH_BYTES + "e6:pieces" + hashBytes + ":");
            out.write(new byte[hashBytes]);
            write(out, "ee");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void read(Path file) throws Exception {
        long begin = System.nanoTime();
        Metainfo metainfo = MetainfoReader.read(file);
        long parsed = System.nanoTime();
        int extents = SliceNames.layoutOf(metainfo).extents().extentCount();
        long end = System.nanoTime();
        long peakBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.println((end - begin) / 1_000_000 + " " + (end - parsed) / 1_000_000 + " " + (peakBytes >> 20) + " " + extents);
    }
}
