package org.ocsbt.metainfo;

import java.net.URI;
import java.util.List;
import org.ocsbt.piece.PieceGeometry;

/**
 * What a {@code .torrent} says (BEP 3, BEP 12), checked: the hash count fits the geometry and the
 * file lengths add up to it. {@link MetainfoReader} makes it from bytes.
 *
 * @param infoHash SHA-1 of the raw {@code info} dictionary
 * @param name {@code info.name}: for a Clonezilla torrent the partition or LV as file name
 * @param multiFile whether {@code info} has {@code files}; else {@code files} holds one entry with an
 *     empty path
 * @param files in torrent order
 * @param geometry total length and piece length
 * @param hashes one per piece
 * @param isPrivate {@code info.private} is 1 (BEP 27)
 * @param announceTiers tracker addresses in tiers (BEP 12); a lone {@code announce} is one tier of
 *     one; empty when the torrent names none
 */
public record Metainfo(
        InfoHash infoHash,
        String name,
        boolean multiFile,
        List<FileEntry> files,
        PieceGeometry geometry,
        PieceHashes hashes,
        boolean isPrivate,
        List<List<URI>> announceTiers) {

    public Metainfo {
        files = List.copyOf(files);
        announceTiers = announceTiers.stream().map(List::copyOf).toList();
    }
}
