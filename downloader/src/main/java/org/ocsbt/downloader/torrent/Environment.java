package org.ocsbt.downloader.torrent;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.ocsbt.downloader.disk.DiskThreads;
import org.ocsbt.downloader.disk.PieceBufferPool;
import org.ocsbt.downloader.peer.PeerLoop;

/**
 * What the torrents of a process share.
 *
 * @param loop the one thread that owns the state of all torrents
 * @param announcers where announces may block
 * @param disk threads that hash, read and write
 * @param pool piece memory
 * @param loops gives the socket loop for the next connection
 * @param port where peers reach this process
 * @param announcedAddress where trackers are told to send peers, if not to the sender's address
 * @param peerId 20 bytes that name this process to peers and trackers
 * @param readBack a torrent is complete only when all of it was read back from the medium and is right
 */
public record Environment(
        ScheduledExecutorService loop,
        Executor announcers,
        DiskThreads disk,
        PieceBufferPool pool,
        Supplier<PeerLoop> loops,
        int port,
        Optional<InetAddress> announcedAddress,
        byte[] peerId,
        boolean readBack) {}
