package org.ocsbt.downloader.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.storage.MediumException;

/** What becomes of a store's pieces, in words: {@code verified 0}, {@code written 0}, {@code corrupt 0}, {@code failed: reason}. */
final class HeardEvents implements PieceStore.Events {
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Something else that a test waits for. */
    void add(String event) {
        events.add(event);
    }

    /** The next one; null if none comes in time. */
    String next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    /** Takes all that nobody has asked for yet. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        events.drainTo(rest);
        return rest;
    }

    @Override
    public void arriving(int pieceIndex) {
        events.add("arriving " + pieceIndex);
    }

    @Override
    public void verified(int pieceIndex) {
        events.add("verified " + pieceIndex);
    }

    @Override
    public void dropped(int pieceIndex) {
        events.add("dropped " + pieceIndex);
    }

    @Override
    public void written(int pieceIndex) {
        events.add("written " + pieceIndex);
    }

    @Override
    public void corrupt(PieceDownload download) {
        events.add("corrupt " + download.pieceIndex());
    }

    @Override
    public void failed(MediumException failure) {
        events.add("failed: " + failure.getMessage());
    }

    @Override
    public void lost(int pieceIndex, MediumException failure) {
        events.add("lost " + pieceIndex + ": " + failure.getMessage());
    }
}
