package org.ocsbt.tracker.face;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ocs-bttrack as the Clonezilla scripts start it, and the announce of a client. */
final class OcsBttrack {
    static final String HASH = "%AA".repeat(20);

    private OcsBttrack() {}

    static RunningTracker start(Path directory, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("--port", "PORT", "--dfile",
                directory.resolve("dfile").toString(), "--logfile", directory.resolve("log").toString(),
                "--nat_check", "0", "--scrape_allowed", "full"));
        args.addAll(List.of(more));
        return RunningTracker.start(OcsBttrackMain::run, args.toArray(String[]::new));
    }

    static String announce(int port, long left, String more) {
        return "/announce?info_hash=" + HASH + "&peer_id=" + "p".repeat(20) + "&port=" + port
                + "&uploaded=0&downloaded=0&left=" + left + "&compact=1" + more;
    }
}
