package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Choke;
import bt.protocol.Interested;
import bt.protocol.Unchoke;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;

/** What goes over a connection, while it lasts. */
@Timeout(30)
class PeerConnectionTest extends PeerConnectionStage {
    @Test
    void saysThatItIsOpenAndHasNothingToDo() throws Exception {
        assertHears("opened", "hungry");
        assertThat(connection.remotePeerId()).isEqualTo("-XX0000-them them th".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void asksForWhatItIsAssignedAndReportsWhatArrives() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        for (int i = 0; i < 4; i++) {
            assertThat(nextId()).isEqualTo(6);
        }
        assertHears("hungry");
        send(stream().piece(0));
        String last = heard.poll(20, TimeUnit.SECONDS);
        while (!"progress 65536".equals(last)) {
            assertThat(last).startsWith("progress");
            last = heard.poll(20, TimeUnit.SECONDS);
        }
        assertThat(piece.isComplete()).isTrue();
        assertThat(connection.downloadedBytes()).isEqualTo(64 * 1024);
    }

    /** The torrent assigns before it has heard of a choke: the peer would drop these requests silently. */
    @Test
    void whatIsAssignedDuringAChokeComesBack() throws Exception {
        unchoke();
        send(stream().message(0));
        assertHears("Choke");
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("returned 0-4", "hungry");
        assertThat(piece.isIdle()).isTrue();
        connection.send(Interested.instance());
        assertThat(nextId()).isEqualTo(2);
    }

    @Test
    void aChokeGivesBackWhatIsNotHere() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        send(stream().block(0, 0));
        assertHears("progress 16384");
        send(stream().message(0));
        assertHears("returned 1-4", "Choke");
        assertThat(piece.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(piece, 1, 4));
    }

    @Test
    void isHungryAgainWhenAllIsWithdrawn() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        PieceDownload next = download(1);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        connection.assign(next.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        connection.withdraw(piece, 0);
        connection.withdraw(next, 0);
        assertHears("returned 0-4", "returned 0-4");
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
    }

    @Test
    void servesOnlyWhenUnchoked() throws Exception {
        assertHears("opened", "hungry");
        byte[] request = ByteBuffer.allocate(12).putInt(1).putInt(16 * 1024).putInt(16 * 1024).array();
        send(stream().message(6, request).have(0));
        assertHears("Have");
        connection.choke(false, Unchoke.instance());
        assertThat(nextId()).isEqualTo(1);
        send(stream().message(6, request));
        assertThat(fromUs.readNBytes(13 + 16 * 1024)).isEqualTo(stream().block(1, 1).bytes());
        connection.choke(true, Choke.instance());
        assertHears("sent 16384");
        assertThat(nextId()).isEqualTo(0);
        assertThat(connection.uploadedBytes()).isEqualTo(16 * 1024);
    }
}
