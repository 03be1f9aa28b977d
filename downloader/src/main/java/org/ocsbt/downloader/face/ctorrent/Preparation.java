package org.ocsbt.downloader.face.ctorrent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.session.DataCheck;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.storage.MediumException;
import org.ocsbt.storage.SliceDirectoryStore;

/**
 * Finds out what of a torrent is here before its transfer. Data that is only trusted ({@code -f}) must be
 * there: the original made missing files of zeros and served those.
 */
final class Preparation {
    /** As many as ezio serves at once. */
    private static final int MAX_UPLOADS = 5;

    private final Terminal terminal;
    private final CtorrentOptions options;
    private final Metainfo metainfo;
    private final TorrentTexts texts;
    private final Path target;
    private final Optional<Bitfield> wanted;

    Preparation(Terminal terminal, CtorrentOptions options, Metainfo metainfo, TorrentTexts texts)
            throws UsageException {
        this.terminal = terminal;
        this.options = options;
        this.metainfo = options.tracker().isPresent()
                ? Trackers.replace(metainfo, options.tracker().get()) : metainfo;
        this.texts = texts;
        this.target = options.targetFor(metainfo);
        this.wanted = options.files().isPresent()
                ? Optional.of(options.files().get().pieces(metainfo)) : Optional.empty();
    }

    static Path pathOf(Path ownPath, FileEntry entry) {
        Path path = ownPath;
        for (String element : entry.path()) {
            path = path.resolve(element);
        }
        return path;
    }

    /** {@code -c}: reads everything, writes nothing. */
    void checkOnly() throws TorrentException, InterruptedException {
        Bitfield here = check(torrent(true, Optional.empty()));
        terminal.print(texts.files(here) + TorrentTexts.total(here));
    }

    /**
     * Makes sure that all the data can be read, or that all of it can be written.
     *
     * @return what can be done without looking into the data: empty where it must be checked first
     */
    Optional<TorrentOptions> withoutCheck() throws TorrentException, UsageException {
        if (options.trusted()) {
            return Optional.of(trusted());
        }
        if (isWhole()) {
            return Optional.empty();
        }
        boolean fresh = makeMissing();
        return fresh ? Optional.of(torrent(false, Optional.of(noPiece()))) : Optional.empty();
    }

    /** Reads everything. */
    TorrentOptions withCheck() throws TorrentException, InterruptedException {
        Bitfield here = check(torrent(isWhole(), Optional.empty()));
        terminal.print("Checking completed.\n" + texts.files(here));
        return torrent(here.isFull(), Optional.of(here));
    }

    private TorrentOptions trusted() throws TorrentException, UsageException {
        Bitfield here = new BitfieldFile(options.bitfield()).read(metainfo.geometry().pieceCount())
                .orElseGet(() -> Bitfield.full(metainfo.geometry().pieceCount()));
        try {
            SliceDirectoryStore.openOwnPathForReading(target, metainfo).close();
        } catch (MediumException e) {
            throw new TorrentException(e.getMessage(), e);
        }
        return torrent(here.isFull(), Optional.of(here));
    }

    /** Whether every file is there with its length. */
    private boolean isWhole() {
        return metainfo.files().stream().allMatch(file -> {
            File onDisk = pathOf(target, file).toFile();
            return onDisk.isFile() && onDisk.length() == file.lengthBytes();
        });
    }

    /** What is longer is something else than this torrent's file, and must not be cut. */
    private void refuseLonger() throws TorrentException {
        for (FileEntry file : metainfo.files()) {
            File onDisk = pathOf(target, file).toFile();
            if (onDisk.length() > file.lengthBytes()) {
                throw new TorrentException(
                        onDisk + " has " + onDisk.length() + " bytes, the torrent says " + file.lengthBytes(), null);
            }
        }
    }

    /** @return whether there was none of the files */
    private boolean makeMissing() throws TorrentException {
        refuseLonger();
        List<FileEntry> missing = metainfo.files().stream()
                .filter(file -> !Files.exists(pathOf(target, file))).toList();
        missing.forEach(file -> terminal.print("Creating file \"" + pathOf(target, file) + "\"\n"));
        if (options.preallocate()) {
            Preallocation.run(metainfo, target);
        }
        try {
            SliceDirectoryStore.openOwnPathForWriting(target, metainfo).close();
        } catch (MediumException e) {
            throw new TorrentException(e.getMessage(), e);
        }
        return missing.size() == metainfo.files().size();
    }

    private Bitfield noPiece() {
        return new Bitfield(metainfo.geometry().pieceCount());
    }

    private TorrentOptions torrent(boolean seed, Optional<Bitfield> here) {
        return new TorrentOptions(metainfo, target, TorrentOptions.Layout.OWN_PATH, seed, here, wanted,
                options.maxPeers(), Math.min(MAX_UPLOADS, options.maxPeers()), false);
    }

    private Bitfield check(TorrentOptions torrent) throws TorrentException, InterruptedException {
        return DataCheck.run(torrent, new CountedLines(terminal, "Check exist: ", metainfo.geometry().pieceCount()));
    }
}
