package org.ocsbt.tracker.access;

/**
 * What a .torrent file in a watched directory tells about a torrent.
 *
 * @param name the torrent's name: the partition
 * @param fileName the file's name
 * @param totalBytes its length
 */
public record KnownTorrent(String name, String fileName, long totalBytes) {}
