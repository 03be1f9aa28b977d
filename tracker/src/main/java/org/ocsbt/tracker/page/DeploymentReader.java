package org.ocsbt.tracker.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.access.KnownTorrent;
import org.ocsbt.tracker.swarm.Peer;
import org.ocsbt.tracker.swarm.Swarm;
import org.ocsbt.tracker.swarm.SwarmTable;

/** Draws a {@link DeploymentView} from what this tracker knows. */
final class DeploymentReader {
    /** More rows in one partition help nobody; the page says how many are left out. */
    static final int MAX_ROWS = 2000;

    /** Torrents shown; an open tracker may know any number. */
    static final int MAX_PARTITIONS = 64;

    private final String image;
    private final String group;
    private final int trackerPort;
    private final SwarmTable swarms;
    private final AllowedTorrents torrents;

    DeploymentReader(String image, String group, int trackerPort, SwarmTable swarms, AllowedTorrents torrents) {
        this.image = image;
        this.group = group;
        this.trackerPort = trackerPort;
        this.swarms = swarms;
        this.torrents = torrents;
    }

    DeploymentView read(long nowMillis) {
        int now = swarms.seconds(nowMillis);
        List<PartitionView> partitions = new ArrayList<>();
        for (Map.Entry<InfoHash, Swarm> entry : swarms.swarms().entrySet()) {
            if (partitions.size() < MAX_PARTITIONS) {
                partitions.add(partition(entry.getKey(), entry.getValue(), now));
            }
        }
        return new DeploymentView(image, group, partitions);
    }

    private PartitionView partition(InfoHash infoHash, Swarm swarm, int now) {
        List<Peer> present = swarm.present(MAX_ROWS);
        List<Peer> departed = swarm.departed(MAX_ROWS - present.size());
        KnownTorrent known = torrents.known().get(infoHash);
        String name = known == null ? "" : known.name();
        long total = known == null ? 0 : known.totalBytes();
        for (Peer peer : present) {
            ClientReport report = peer.report().orElse(null);
            if (report != null && known == null) {
                name = report.torrentName();
                total = report.totalBytes();
            } else if (known == null) {
                total = Math.max(total, peer.mostLeftBytes());
            }
        }
        List<ClientRow> rows = new ArrayList<>(present.size() + departed.size());
        for (Peer peer : present) {
            rows.add(row(peer, true, total, now));
        }
        for (Peer peer : departed) {
            rows.add(row(peer, false, total, now));
        }
        int omitted = swarm.presentCount() + swarm.departedCount() - rows.size();
        return new PartitionView(infoHash.hex(), name.isEmpty() ? infoHash.hex() : name, total, trackerPort,
                rows, omitted);
    }

    private static ClientRow row(Peer peer, boolean present, long total, int now) {
        ClientState state = state(peer, present);
        int watched = Math.max(1, peer.lastSeenSeconds() - peer.firstSeenSeconds());
        long mean = peer.leftBytes() < 0 ? 0 : (peer.mostLeftBytes() - peer.leftBytes()) / watched;
        long rate = state != ClientState.DOWNLOADING ? 0
                : peer.bytesPerSecond() > 0 ? (long) peer.bytesPerSecond() : mean;
        return new ClientRow(peer.endpoint().address().getHostAddress(), peer.endpoint().port(), state,
                peer.leftBytes(), total, rate, Math.max(0, now - peer.lastSeenSeconds()),
                peer.report().map(ClientReport::error).orElse(""));
    }

    private static ClientState state(Peer peer, boolean present) {
        boolean complete = peer.isSeed();
        boolean source = complete && peer.mostLeftBytes() == 0 && !peer.hasCompleted();
        if (!peer.report().map(ClientReport::error).orElse("").isEmpty()) {
            return ClientState.FAILED;
        }
        if (present) {
            return source ? ClientState.SOURCE : complete ? ClientState.SEEDING : ClientState.DOWNLOADING;
        }
        if (!peer.hasStopped() && (source || !complete)) {
            return ClientState.SILENT;
        }
        return complete ? ClientState.DONE : ClientState.LEFT;
    }
}
