package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocsbt.metainfo.PieceHashes;

class TorrentInfoWriterTest {
    @Test
    void writesWhatPartcloneWrote() throws Exception {
        String original = TestImages.torrentInfo();
        TorrentInfo info = TorrentInfoReader.read(new ByteArrayInputStream(original.getBytes(US_ASCII)));

        assertThat(new String(TorrentInfoWriter.write(info, 1024, 200), US_ASCII)).isEqualTo(original);
    }

    @Test
    void ourReaderReadsAnyLayout() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TorrentInfo info = randomInfo(random);
            byte[] written = TorrentInfoWriter.write(info, 512, 1);
            TorrentInfo read = TorrentInfoReader.read(new ByteArrayInputStream(written));
            assertThat(read.slices()).isEqualTo(info.slices());
            assertThat(read.hashes().toBytes()).isEqualTo(info.hashes().toBytes());
        }
    }

    private static TorrentInfo randomInfo(Random random) {
        List<Slice> slices = new ArrayList<>();
        long offset = 0;
        long total = 0;
        for (int i = 0; i <= random.nextInt(20); i++) {
            offset += random.nextInt(3) * 4096L;
            long length = random.nextInt(4) == 0 ? TorrentInfo.PIECE_LENGTH_BYTES : 1 + random.nextInt(40_000_000);
            slices.add(new Slice(TorrentInfoWriter.name(offset), offset, length));
            offset += length;
            total += length;
        }
        byte[] hashes = new byte[(int) ((total - 1) / TorrentInfo.PIECE_LENGTH_BYTES + 1) * PieceHashes.HASH_LENGTH_BYTES];
        random.nextBytes(hashes);
        return new TorrentInfo(slices, new PieceHashes(hashes), OptionalInt.empty());
    }
}
