package org.ocsbt.downloader.face.ctorrent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;

/** What is printed of a torrent before its transfer (contracts/ctorrent.md, "Foreground output"). */
final class TorrentTexts {
    private static final long MIB = 1 << 20;

    private final DescribedTorrent torrent;
    private final Path target;

    /** @param target the torrent's own file or directory */
    TorrentTexts(DescribedTorrent torrent, Path target) {
        this.torrent = torrent;
        this.target = target;
    }

    /** The block META INFO. */
    String metainfo() {
        Metainfo metainfo = torrent.metainfo();
        StringBuilder text = new StringBuilder("META INFO\n");
        metainfo.announceTiers().stream().flatMap(List::stream).findFirst()
                .map(URI::toString).ifPresent(url -> text.append("Announce: ").append(url).append('\n'));
        torrent.created().ifPresent(date -> text.append("Created On: ").append(date(date)).append('\n'));
        text.append("Piece length: ").append(metainfo.geometry().pieceLengthBytes()).append('\n');
        if (metainfo.isPrivate()) {
            text.append("Private: Yes\n");
        }
        torrent.comment().ifPresent(comment -> text.append("Comment: ").append(printable(comment)).append('\n'));
        torrent.createdBy().ifPresent(program -> text.append("Created with: ").append(printable(program)).append('\n'));
        return text.toString();
    }

    /** As C's {@code ctime}. */
    private static String date(Instant date) {
        return String.format(Locale.ENGLISH, "%1$ta %1$tb %1$te %1$tT %1$tY", date.atZone(ZoneId.systemDefault()))
                .replaceFirst(" (\\d) ", "  $1 ");
    }

    /** The block FILES INFO. */
    String files() {
        return files(null);
    }

    /** The block FILES INFO with what is here of each file, and the sum. */
    String files(Bitfield here) {
        Metainfo metainfo = torrent.metainfo();
        StringBuilder text = new StringBuilder("FILES INFO\n");
        if (metainfo.multiFile()) {
            text.append("Directory: ").append(target).append('\n');
        }
        long offset = 0;
        for (int i = 0; i < metainfo.files().size(); i++) {
            FileEntry file = metainfo.files().get(i);
            String name = metainfo.multiFile() ? " " + String.join("/", file.path()) : target.toString();
            text.append('<').append(i + 1).append("> ").append(printable(name))
                    .append(" [").append(file.lengthBytes()).append(']');
            if (here != null) {
                text.append(' ').append(share(offset, file.lengthBytes(), here));
            }
            text.append('\n');
            offset += file.lengthBytes();
        }
        return text.append("Total: ").append(offset / MIB).append(" MB\n").toString();
    }

    /** The last line of a check. */
    static String total(Bitfield here) {
        return "Already/Total: " + share(here.count(), here.pieceCount()) + "\n";
    }

    /** How many of the pieces that a file is part of are here. */
    private String share(long offset, long lengthBytes, Bitfield here) {
        if (lengthBytes == 0) {
            return share(0, 0);
        }
        int pieceLength = torrent.metainfo().geometry().pieceLengthBytes();
        int first = (int) (offset / pieceLength);
        int last = (int) ((offset + lengthBytes - 1) / pieceLength);
        int count = 0;
        for (int piece = first; piece <= last; piece++) {
            count += here.get(piece) ? 1 : 0;
        }
        return share(count, last - first + 1);
    }

    private static String share(int count, int all) {
        return count + "/" + all + " (" + (all == 0 ? 100 : 100L * count / all) + "%)";
    }

    /** A stranger wrote it: what would steer the terminal becomes a question mark. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
