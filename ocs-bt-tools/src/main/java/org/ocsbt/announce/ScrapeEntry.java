package org.ocsbt.announce;

import org.ocsbt.metainfo.InfoHash;

/**
 * One torrent in a scrape answer (BEP 48).
 *
 * @param infoHash which torrent
 * @param complete seeders
 * @param downloaded completed downloads so far
 * @param incomplete leechers
 * @param name the torrent's name; empty when the tracker does not tell
 */
public record ScrapeEntry(InfoHash infoHash, int complete, int downloaded, int incomplete, String name) {}
