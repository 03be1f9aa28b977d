package org.ocsbt.downloader.torrent;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Clients that gave wrong data, by their peer ids: they may come again from another port. A ban ends, because
 * the fault may have been in between, once, and the banned one may be the only seeder; each further one
 * lasts twice as long. Owned by the torrent's loop; times are given.
 */
final class Bans {
    static final long FIRST_MILLIS = 60_000;
    private static final int MOST_DOUBLINGS = 5;

    private record Ban(int times, long untilMillis) {}

    private final Map<String, Ban> bans = new HashMap<>();

    /** @return when the ban ends */
    long ban(byte[] peerId, long nowMillis) {
        Ban next = bans.merge(key(peerId), new Ban(1, nowMillis + FIRST_MILLIS), (before, first) -> {
            long wait = FIRST_MILLIS << Math.min(MOST_DOUBLINGS, before.times);
            return new Ban(before.times + 1, nowMillis + wait);
        });
        return next.untilMillis;
    }

    boolean isBanned(byte[] peerId, long nowMillis) {
        Ban ban = bans.get(key(peerId));
        return ban != null && nowMillis < ban.untilMillis;
    }

    private static String key(byte[] peerId) {
        return new String(peerId, StandardCharsets.ISO_8859_1);
    }
}
