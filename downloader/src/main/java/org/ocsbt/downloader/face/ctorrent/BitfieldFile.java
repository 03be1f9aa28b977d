package org.ocsbt.downloader.face.ctorrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.TorrentFile;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.piece.Bitfield;

/** Where it is kept which pieces are here while some are missing: the bits as peers exchange them (BEP 3). */
final class BitfieldFile {
    private final Path file;

    BitfieldFile(Path file) {
        this.file = file;
    }

    /** @throws UsageException it is there, but is no bitfield of this torrent, or can't be read */
    Optional<Bitfield> read(int pieceCount) throws UsageException {
        try {
            if (Files.size(file) != (pieceCount + 7) / 8) {
                throw new UsageException("bitfield file " + file + " is of another torrent: it has "
                        + Files.size(file) + " bytes, not " + (pieceCount + 7) / 8);
            }
            return Optional.of(Bitfield.fromWire(Files.readAllBytes(file), pieceCount));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new UsageException("bitfield file " + file + " is of another torrent: " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("can't read bitfield file " + file + ": " + TorrentFile.reason(e));
        }
    }

    /** Writes it, or removes it where nothing is missing. */
    void keep(Bitfield here) throws IOException {
        try {
            if (here.isFull()) {
                Files.deleteIfExists(file);
            } else {
                AtomicFile.write(file, here.toWire());
            }
        } catch (IOException e) {
            throw new IOException("can't keep bitfield file " + file + ": " + TorrentFile.reason(e), e);
        }
    }
}
