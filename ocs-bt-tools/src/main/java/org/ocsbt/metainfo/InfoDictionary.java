package org.ocsbt.metainfo;

import java.net.URI;
import java.util.List;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;
import org.ocsbt.piece.PieceGeometry;

/** The fields of {@code info} (BEP 3) as they were found; null for what was missing. */
final class InfoDictionary {
    private String name;
    private Long length;
    private Long pieceLength;
    private byte[] pieces;
    private FileList files;
    private boolean isPrivate;

    private InfoDictionary() {}

    static InfoDictionary read(BencodeReader in) throws BencodeException, MetainfoException {
        InfoDictionary info = new InfoDictionary();
        in.enterDictionary();
        while (in.hasNext()) {
            switch (in.readKey()) {
                case "name" -> info.name = in.readText();
                case "length" -> info.length = in.readInteger();
                case "piece length" -> info.pieceLength = in.readInteger();
                case "pieces" -> info.pieces = in.readBytes();
                case "files" -> info.files = FileList.read(in);
                case "private" -> info.isPrivate = in.readInteger() == 1;
                default -> in.skip();
            }
        }
        in.leave();
        return info;
    }

    Metainfo toMetainfo(InfoHash infoHash, List<List<URI>> announceTiers) throws MetainfoException {
        PathElement.require(present(name, "info.name"), () -> "info.name");
        if ((files == null) == (length == null)) {
            throw new MetainfoException("info has "
                    + (files == null ? "neither length nor files" : "both length and files"));
        }
        if (length != null && length < 0) {
            throw new MetainfoException("info.length is negative: " + length);
        }
        List<FileEntry> entries = files != null ? files.entries() : List.of(new FileEntry(List.of(), length));
        PieceGeometry geometry = geometry(files != null ? files.totalBytes() : length);
        return new Metainfo(infoHash, name, files != null, entries, geometry,
                hashes(geometry), isPrivate, announceTiers);
    }

    private PieceGeometry geometry(long totalBytes) throws MetainfoException {
        long pieceLengthBytes = present(pieceLength, "info.piece length");
        if (pieceLengthBytes < 1 || pieceLengthBytes > PieceGeometry.MAX_PIECE_LENGTH_BYTES) {
            throw new MetainfoException("info.piece length is " + pieceLengthBytes + ", not within 1 and "
                    + PieceGeometry.MAX_PIECE_LENGTH_BYTES);
        }
        if (totalBytes == 0) {
            throw new MetainfoException("the files of the torrent have no data");
        }
        try {
            return new PieceGeometry(totalBytes, (int) pieceLengthBytes);
        } catch (IllegalArgumentException e) {
            throw new MetainfoException("info.piece length does not fit the data: " + e.getMessage(), e);
        }
    }

    private PieceHashes hashes(PieceGeometry geometry) throws MetainfoException {
        int size = present(pieces, "info.pieces").length;
        long wanted = (long) geometry.pieceCount() * PieceHashes.HASH_LENGTH_BYTES;
        if (size != wanted) {
            throw new MetainfoException("info.pieces has " + size + " bytes, but " + geometry.totalBytes()
                    + " bytes of data in pieces of " + geometry.pieceLengthBytes() + " need " + wanted);
        }
        return new PieceHashes(pieces);
    }

    private static <T> T present(T value, String field) throws MetainfoException {
        if (value == null) {
            throw new MetainfoException(field + " is missing");
        }
        return value;
    }
}
