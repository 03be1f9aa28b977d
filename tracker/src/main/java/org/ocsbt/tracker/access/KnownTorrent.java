package org.ocsbt.tracker.access;

import java.nio.file.Path;

/**
 * What a .torrent file in a watched directory tells about a torrent.
 *
 * @param name the torrent's name: the partition
 * @param file where it is
 * @param totalBytes its length
 */
public record KnownTorrent(String name, Path file, long totalBytes) {}
