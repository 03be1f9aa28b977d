package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.metainfo.InfoHash;

/** Lends from memory, when the test says so, and counts what is not given back. */
final class Lender extends QuietTorrent {
    private record Order(int piece, int offset, int length, Consumer<Optional<PieceStore.Loan>> reply) {}

    final Deque<Order> orders = new ArrayDeque<>();
    final List<Integer> lengths = new ArrayList<>();
    int lent;
    int missingPiece = -1;
    /** So much of piece 0 is here; -1 if it came to nothing. */
    int hereBytes = Integer.MAX_VALUE;
    final Set<Runnable> waiting = new HashSet<>();

    private final SampleTorrent torrent;

    Lender(SampleTorrent torrent) {
        super(torrent);
        this.torrent = torrent;
    }

    @Override
    public void lend(int piece, int offset, int length, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply) {
        assertThat(scratch.capacity()).isGreaterThanOrEqualTo(length);
        orders.add(new Order(piece, offset, length, reply));
        lengths.add(length);
    }

    void serve() {
        Order order = orders.remove();
        lent++;
        ByteBuffer bytes = ByteBuffer.allocateDirect(order.length());
        bytes.put(torrent.piece(order.piece()).slice(order.offset(), order.length()));
        order.reply().accept(Optional.of(new PieceStore.Loan(bytes.flip(), () -> lent--)));
    }

    void refuse() {
        orders.remove().reply().accept(Optional.empty());
    }

    @Override
    public int lendableBytes(int piece, int offset) {
        return piece == 0 && hereBytes >= 0 ? Math.max(0, hereBytes - offset) : piece == 0 ? -1 : Integer.MAX_VALUE;
    }

    @Override
    public void whenMore(int piece, int offset, int length, Runnable wake) {
        waiting.add(wake);
    }

    @Override
    public boolean has(int piece) {
        return piece != missingPiece;
    }

    @Override
    public InfoHash infoHash() {
        throw new AssertionError();
    }

    @Override
    public byte[] peerId() {
        throw new AssertionError();
    }
}
