package org.ocsbt.downloader.face.tool;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.downloader.face.TorrentFile;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/** Gives a torrent file to a daemon. */
final class TorrentSender {
    private TorrentSender() {}

    /**
     * @param request all but the torrent
     * @return {@link ExitStatus#DONE}
     * @throws ControlException the file can't be read, the daemon can't be reached or refuses the torrent
     */
    static int send(ControlClient daemon, String file, AddRequest.Builder request) throws ControlException {
        try {
            request.setTorrent(ByteString.copyFrom(MetainfoReader.readBytes(Path.of(file))));
        } catch (MetainfoException | IOException | InvalidPathException e) {
            throw unreadable(daemon, "can't read torrent " + file + ": " + TorrentFile.reason(e), request);
        }
        daemon.add(request.build());
        return ExitStatus.DONE;
    }

    /** Tells the daemon as well: scripts ignore this tool's status, but watch the daemon's list. */
    private static ControlException unreadable(ControlClient daemon, String reason, AddRequest.Builder request) {
        try {
            daemon.add(request.setUnreadable(reason).build());
            return new ControlException(reason, null);
        } catch (ControlException refusedAsItMust) {
            return new ControlException(reason, refusedAsItMust);
        }
    }
}
