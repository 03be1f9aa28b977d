package org.ocsbt.downloader.session;

import org.ocsbt.piece.Bitfield;

/**
 * What a torrent sees around itself at one instant.
 *
 * @param seeders connected peers that have every piece
 * @param leechers the other connected peers
 * @param knownPeers clients of this torrent that the tracker knows, this one included; 0 before it answered
 * @param availablePieces pieces that are here or at a connected peer
 * @param announceFailures announces that failed
 * @param announceSuccesses announces that were answered
 * @param verified pieces here, verified and on the medium; a copy
 */
public record SwarmView(
        int seeders,
        int leechers,
        int knownPeers,
        int availablePieces,
        int announceFailures,
        int announceSuccesses,
        Bitfield verified) {}
