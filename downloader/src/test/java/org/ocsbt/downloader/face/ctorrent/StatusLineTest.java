package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.Status;
import org.ocsbt.downloader.session.SwarmView;
import org.ocsbt.piece.Bitfield;

class StatusLineTest {
    private static final long MIB = 1 << 20;

    @Test
    void theLineIsTheOriginals() {
        StatusLine line = new StatusLine();
        SwarmView swarm = new SwarmView(1, 2, 4, 13, 1, 5, new Bitfield(13));
        assertThat(line.next(Status.downloading().pieces(7).get(), swarm, "Connecting"))
                .isEqualTo("\r- 1/2/4 [7/13/13] 0MB,0MB | 0,0K/s | 0,0K E:1,5 Connecting");
        assertThat(line.next(Status.downloading().pieces(8).downloaded(3 * MIB).uploaded(MIB + 1)
                .rates(2047, 4096).get(), swarm, ""))
                .isEqualTo("\r\\ 1/2/4 [8/13/13] 3MB,1MB | 1,4K/s | 3072,1024K E:1,5     ");
    }

    @Test
    void aShorterLineCoversTheOneBefore() {
        StatusLine line = new StatusLine();
        SwarmView swarm = new SwarmView(0, 0, 0, 0, 0, 0, new Bitfield(13));
        int length = line.next(Status.downloading().get(), swarm, "Connecting").length();
        assertThat(line.next(Status.downloading().get(), swarm, "")).hasSize(length).endsWith("E:0,0           ");
    }
}
