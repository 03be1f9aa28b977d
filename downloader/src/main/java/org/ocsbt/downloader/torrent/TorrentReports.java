package org.ocsbt.downloader.torrent;

import bt.protocol.Message;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;
import org.ocsbt.storage.MediumException;

/**
 * The border between a torrent's loop and the threads of sockets and disks: their reports are worked off
 * on the loop; the few questions that can't wait are answered from what never changes or only grows.
 */
final class TorrentReports implements PeerEvents, PieceStore.Events {
    /** The loop has other torrents and the ticks to see to. */
    private static final int MOST_AT_ONCE = 500;

    private final Torrent torrent;
    private final Metainfo metainfo;
    private final Bitfield have;
    private final Bitfield promised;
    private final Environment environment;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable work = this::work;

    /** @param have pieces that may be lent, and {@code promised} that may be asked for besides; only read here */
    TorrentReports(Torrent torrent, Metainfo metainfo, Bitfield have, Bitfield promised, Environment environment) {
        this.torrent = torrent;
        this.metainfo = metainfo;
        this.have = have;
        this.promised = promised;
        this.environment = environment;
    }

    /** Hands a report over to the loop, in the order of the calls: those that gather meanwhile become one task. */
    void post(Runnable report) {
        waiting.add(report);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                environment.loop().execute(work);
            } catch (RejectedExecutionException e) {
                // The session is closed; what sockets and disks still report interests nobody.
            }
        }
    }

    private void work() {
        for (int done = 0; done < MOST_AT_ONCE && !waiting.isEmpty(); done++) {
            run(waiting.remove());
        }
        scheduled.set(false);
        if (!waiting.isEmpty()) {
            schedule();
        }
    }

    /** A fault of ours must not pass for a transfer that goes on. */
    private void run(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException e) {
            torrent.fail("internal fault: " + e);
        }
    }

    /** The same for a report about a peer; nothing if that peer was refused or is gone. */
    private void postFor(PeerConnection connection, Consumer<Peer> report) {
        post(() -> {
            Peer peer = torrent.conversation().peer(connection);
            if (peer != null) {
                report.accept(peer);
            }
        });
    }

    @Override
    public InfoHash infoHash() {
        return metainfo.infoHash();
    }

    @Override
    public byte[] peerId() {
        return environment.peerId();
    }

    @Override
    public PieceGeometry geometry() {
        return metainfo.geometry();
    }

    @Override
    public boolean has(int pieceIndex) {
        return have.get(pieceIndex) || promised.get(pieceIndex);
    }

    @Override
    public int lendableBytes(int pieceIndex, int offset) {
        return have.get(pieceIndex) ? Integer.MAX_VALUE : torrent.store().arriving().lendableBytes(pieceIndex, offset);
    }

    @Override
    public void whenMore(int pieceIndex, int offset, int lengthBytes, Runnable wake) {
        torrent.store().arriving().whenMore(pieceIndex, offset, lengthBytes, wake);
    }

    @Override
    public void lend(int pieceIndex, int offset, int lengthBytes, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply) {
        torrent.store().lend(pieceIndex, offset, lengthBytes, scratch, reply);
    }

    @Override
    public void opened(PeerConnection connection) {
        post(() -> torrent.conversation().opened(connection));
    }

    @Override
    public void received(PeerConnection connection, Message message) {
        post(() -> {
            connection.heard();
            Peer peer = torrent.conversation().peer(connection);
            if (peer != null) {
                torrent.conversation().received(peer, message);
            }
        });
    }

    @Override
    public void hungry(PeerConnection connection) {
        postFor(connection, peer -> torrent.conversation().hungry(peer));
    }

    @Override
    public void returned(PeerConnection connection, BlockRun run) {
        post(() -> torrent.conversation().returned(torrent.conversation().peer(connection), run));
    }

    @Override
    public void sent(PeerConnection connection, int pieceIndex, int lengthBytes) {
        postFor(connection, peer -> torrent.conversation().sent(peer, pieceIndex, lengthBytes));
    }

    @Override
    public void closed(PeerConnection connection, String reason) {
        post(() -> torrent.conversation().closed(connection));
    }

    @Override
    public void arriving(int pieceIndex) {
        post(() -> torrent.holdings().arriving(pieceIndex));
    }

    @Override
    public void verified(int pieceIndex) {
        post(() -> torrent.holdings().verified(pieceIndex));
    }

    @Override
    public void dropped(int pieceIndex) {
        post(() -> torrent.holdings().dropped(pieceIndex));
    }

    @Override
    public void written(int pieceIndex) {
        post(() -> torrent.holdings().written(pieceIndex));
    }

    @Override
    public void corrupt(PieceDownload download) {
        post(() -> torrent.holdings().corrupt(download));
    }

    @Override
    public void failed(MediumException failure) {
        post(() -> torrent.holdings().failed(failure.getMessage()));
    }

    @Override
    public void lost(int pieceIndex, MediumException failure) {
        post(() -> torrent.holdings().lost(pieceIndex, failure.getMessage()));
    }
}
