package org.ocsbt;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.piece.PieceGeometry;

/** A torrent together with the bytes that it stands for. */
public record SampleTorrent(Metainfo metainfo, byte[] content) {
    /** A partition with these slices, filled from {@code name}: the same name gives the same bytes. */
    public static SampleTorrent ofSlices(String name, int pieceLengthBytes, FileEntry... slices) {
        return make(name, true, pieceLengthBytes, List.of(slices));
    }

    /** One file of this name. */
    public static SampleTorrent ofFile(String name, int pieceLengthBytes, int lengthBytes) {
        return make(name, false, pieceLengthBytes, List.of(new FileEntry(List.of(), lengthBytes)));
    }

    /** A slice that belongs at this offset of the device. */
    public static FileEntry slice(long deviceOffset, int lengthBytes) {
        return new FileEntry(List.of(String.format("%032x", deviceOffset)), lengthBytes);
    }

    private static SampleTorrent make(String name, boolean multiFile, int pieceLengthBytes, List<FileEntry> files) {
        byte[] content = new byte[(int) files.stream().mapToLong(FileEntry::lengthBytes).sum()];
        new Random(name.hashCode()).nextBytes(content);
        PieceHasher hasher = new PieceHasher(pieceLengthBytes);
        hasher.update(ByteBuffer.wrap(content));
        byte[] infoHash = new byte[InfoHash.LENGTH_BYTES];
        new Random(~name.hashCode()).nextBytes(infoHash);
        return new SampleTorrent(
                new Metainfo(InfoHash.of(infoHash), name, multiFile, files,
                        new PieceGeometry(content.length, pieceLengthBytes), hasher.finish(), true, List.of()),
                content);
    }

    /** The same torrent, known at this tracker. */
    public SampleTorrent at(URI... trackers) {
        List<List<URI>> tiers = new ArrayList<>();
        for (URI tracker : trackers) {
            tiers.add(List.of(tracker));
        }
        return new SampleTorrent(
                new Metainfo(metainfo.infoHash(), metainfo.name(), metainfo.multiFile(), metainfo.files(),
                        metainfo.geometry(), metainfo.hashes(), metainfo.isPrivate(), tiers),
                content);
    }

    /** The bytes of one piece. */
    public ByteBuffer piece(int pieceIndex) {
        PieceGeometry geometry = metainfo.geometry();
        return ByteBuffer.wrap(content).slice(
                (int) geometry.pieceOffset(pieceIndex), geometry.pieceLength(pieceIndex));
    }
}
