package org.ocsbt.downloader.face.ctorrent;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.ocsbt.content.ContentFile;
import org.ocsbt.content.ContentHasher;
import org.ocsbt.content.ContentTree;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.TorrentFile;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.MetainfoBuilder;
import org.ocsbt.metainfo.PieceHashes;

/**
 * {@code ctorrent -t}. Other than the original it sorts the files by name, so that every machine makes the
 * same torrent, and looks for an output that is there already before it hashes anything.
 */
final class TorrentCreation {
    private final Terminal terminal;
    private final Clock clock;

    TorrentCreation(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** @return whether the torrent was written; else it has been told why not */
    boolean run(CreationOptions options) throws InterruptedException {
        try {
            create(options);
        } catch (FileAlreadyExistsException e) {
            return fail("error, file \"" + options.output() + "\" already exists.");
        } catch (FileSystemException e) {
            return fail("error, stat file \"" + e.getFile() + "\" failed:  " + TorrentFile.reason(e));
        } catch (IOException | IllegalArgumentException e) {
            return fail("error, " + e.getMessage());
        }
        terminal.print("Create metainfo file " + options.output() + " successful.\n");
        return true;
    }

    private boolean fail(String reason) {
        terminal.printError(reason + "\ncreate metainfo failed.\n");
        return false;
    }

    private void create(CreationOptions options) throws IOException, InterruptedException {
        if (Files.exists(options.output(), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(options.output().toString());
        }
        Path content = Path.of(options.content());
        boolean directory = Files.isDirectory(content);
        List<ContentFile> files = directory
                ? ContentTree.list(content, name -> true).stream().sorted(ContentFile.IN_PATH_ORDER).toList()
                : List.of(ContentTree.file(content));
        ContentHasher hasher = new ContentHasher(files, options.pieceLengthBytes());
        if (hasher.pieceCount() == 0) {
            throw new IOException("there is nothing in \"" + options.content() + "\" to make a torrent of");
        }
        CountedLines progress = new CountedLines(terminal, "Create hash table: ", hasher.pieceCount());
        PieceHashes hashes = hasher.hash(Runtime.getRuntime().availableProcessors(), progress);
        progress.accept(hasher.pieceCount());
        String name = content.toAbsolutePath().normalize().getFileName().toString();
        MetainfoBuilder builder = directory
                ? MetainfoBuilder.ofFiles(
                        name, files.stream().map(ContentFile::toEntry).toList(), options.pieceLengthBytes(), hashes)
                : MetainfoBuilder.ofFile(name, hasher.totalBytes(), options.pieceLengthBytes(), hashes);
        AtomicFile.create(options.output(), decorate(builder, options).toBytes());
    }

    private MetainfoBuilder decorate(MetainfoBuilder builder, CreationOptions options) {
        builder.announce(options.announce()).createdBy("Enhanced-CTorrent/dnh3.3.2").creationDate(clock.instant());
        options.comment().ifPresent(builder::comment);
        return options.isPrivate() ? builder.privateTorrent(true) : builder;
    }
}
