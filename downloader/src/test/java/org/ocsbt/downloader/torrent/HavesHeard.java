package org.ocsbt.downloader.torrent;

import bt.protocol.Have;
import bt.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.ocsbt.downloader.peer.SimulatedLink;

/** The far end of a connection: notes which pieces it hears of. */
final class HavesHeard implements SimulatedLink.Owner {
    private final List<Integer> pieces = new ArrayList<>();

    List<Integer> pieces() {
        return pieces;
    }

    @Override
    public void received(SimulatedLink link, Message message) {
        if (message instanceof Have have) {
            pieces.add(have.getPieceIndex());
        }
    }
}
