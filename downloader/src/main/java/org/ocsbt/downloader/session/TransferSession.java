package org.ocsbt.downloader.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ocsbt.metainfo.InfoHash;

/**
 * All that a face may ask of the transfer engine. Methods may be called from any thread. The session
 * never ends the process and prints nothing.
 */
public interface TransferSession extends AutoCloseable {
    /**
     * Checks the target and starts the torrent. Nothing is written to a target that is refused.
     *
     * @throws TorrentException the same torrent is there already; the target is missing, too small,
     *     mounted, in use, read-only; the extents overlap or have names that are no offsets
     */
    InfoHash add(TorrentOptions options) throws TorrentException;

    /**
     * Checks all targets, then starts all torrents. If one is refused, none is started and nothing is
     * written to any.
     *
     * @throws TorrentException as for {@link #add}; also two torrents for the same device
     */
    void addAll(List<TorrentOptions> options) throws TorrentException;

    /** All torrents in the order they were added. */
    List<TorrentStatus> statuses();

    /** Returns as soon as each torrent is finished or has failed, and after {@code limit} at the latest. */
    void awaitSettled(Duration limit) throws InterruptedException;

    /** What one torrent sees around itself; empty if it is unknown. Not to be asked after {@link #close}. */
    Optional<SwarmView> swarm(InfoHash infoHash);

    /** The TCP port at which peers reach this process. */
    int port();

    /** Stops traffic of one torrent and tells its tracker; a paused or unknown torrent is left as it is. */
    void pause(InfoHash infoHash);

    /** Starts traffic of a paused torrent again. */
    void resume(InfoHash infoHash);

    /**
     * Ends all transfers: announces {@code stopped}, finishes and flushes what is being written, closes
     * the targets. Returns after at most {@code limit} even if a tracker or medium does not answer. Closing
     * again changes nothing; {@link #statuses} then tells what was at the end.
     */
    void close(Duration limit);

    @Override
    default void close() {
        close(Duration.ofSeconds(5));
    }
}
