package org.ocsbt.downloader.pick;

/**
 * Neighbouring blocks of one piece, handed to one peer.
 *
 * @param download the piece they belong to
 * @param fromBlock first block
 * @param endBlock first block behind the run
 */
public record BlockRun(PieceDownload download, int fromBlock, int endBlock) {}
