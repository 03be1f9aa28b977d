/**
 * What partclone writes: images, and for BitTorrent the slices of a partition with their
 * {@code torrent.info} (contracts btfiles.md and torrent-from-partclone.md).
 */
package org.ocsbt.converter.partclone;
