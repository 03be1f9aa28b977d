package org.ocsbt.downloader.face.ctorrent;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.TorrentFile;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/**
 * A torrent with what its maker says of it, which only people read.
 *
 * @param created when, if stated
 */
record DescribedTorrent(
        Metainfo metainfo, Optional<Instant> created, Optional<String> comment, Optional<String> createdBy) {

    /** @throws UsageException the word names no torrent that can be used */
    static DescribedTorrent read(String word) throws UsageException {
        try {
            return parse(MetainfoReader.readBytes(Path.of(word)));
        } catch (MetainfoException e) {
            throw new UsageException("can't use torrent " + word + ": " + e.getMessage());
        } catch (BencodeException e) {
            throw new UsageException("can't use torrent " + word + ": not a torrent: " + e.getMessage());
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("can't read torrent " + word + ": " + TorrentFile.reason(e));
        }
    }

    private static DescribedTorrent parse(byte[] bytes) throws MetainfoException, BencodeException {
        Metainfo metainfo = MetainfoReader.parse(bytes);
        Optional<Instant> created = Optional.empty();
        Optional<String> comment = Optional.empty();
        Optional<String> createdBy = Optional.empty();
        BencodeReader in = new BencodeReader(bytes);
        in.enterDictionary();
        while (in.hasNext()) {
            String key = in.readKey();
            BencodeReader.Type type = in.peek();
            if (key.equals("creation date") && type == BencodeReader.Type.INTEGER) {
                created = Optional.of(Instant.ofEpochSecond(within(in.readInteger())));
            } else if (key.equals("comment") && type == BencodeReader.Type.STRING) {
                comment = Optional.of(in.readText());
            } else if (key.equals("created by") && type == BencodeReader.Type.STRING) {
                createdBy = Optional.of(in.readText());
            } else {
                in.skip();
            }
        }
        return new DescribedTorrent(metainfo, created, comment, createdBy);
    }

    /** A date that can be shown: up to the year 9999. */
    private static long within(long seconds) {
        return Math.max(0, Math.min(seconds, 253_402_300_799L));
    }
}
