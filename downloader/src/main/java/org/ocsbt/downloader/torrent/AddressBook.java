package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Addresses of other clients and when each may be tried again. Owned by the torrent's loop; no I/O, times
 * are given.
 */
final class AddressBook {
    /** A classroom has dozens; what a hostile tracker sends beyond is not remembered. */
    static final int MAX_ADDRESSES = 2000;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 30_000;
    /** Nothing to gain there for now: it is this client itself, connected already, or a fellow seeder. */
    private static final long USELESS_MILLIS = 60_000;

    private static final class Entry {
        private long notBeforeMillis;
        private int failures;
        private boolean dialed;
        /** Its client is connected by another connection. */
        private boolean connectedOtherwise;
    }

    private final Map<InetSocketAddress, Entry> entries = new LinkedHashMap<>();

    /** How many there are. */
    int size() {
        return entries.size();
    }

    void add(Collection<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            if (entries.size() < MAX_ADDRESSES && address.getPort() != 0) {
                entries.computeIfAbsent(address, a -> new Entry());
            }
        }
    }

    /** Up to {@code max} addresses to connect to now; each counts as in use until its outcome is told. */
    List<InetSocketAddress> take(int max, long nowMillis) {
        List<InetSocketAddress> due = new ArrayList<>();
        for (Map.Entry<InetSocketAddress, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (due.size() < max && !entry.dialed && entry.notBeforeMillis <= nowMillis) {
                entry.dialed = true;
                due.add(each.getKey());
            }
        }
        return due;
    }

    /** It answered the handshake. */
    void succeeded(InetSocketAddress address) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.failures = 0;
        }
    }

    /** The connection ended, or never came to be. */
    void ended(InetSocketAddress address, long nowMillis) {
        Entry entry = entries.get(address);
        if (entry != null) {
            long wait = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(10, entry.failures));
            entry.failures++;
            entry.dialed = false;
            entry.notBeforeMillis = Math.max(entry.notBeforeMillis, nowMillis + wait);
        }
    }

    /** There is nothing to gain at this address for a while. */
    void useless(InetSocketAddress address, long nowMillis) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.notBeforeMillis = nowMillis + USELESS_MILLIS;
        }
    }

    /** The client at this address is connected already; until {@link #left} there is nothing to gain. */
    void connectedOtherwise(InetSocketAddress address, long nowMillis) {
        useless(address, nowMillis);
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.connectedOtherwise = true;
        }
    }

    /** A client of this address's host is connected no longer. */
    void left(InetSocketAddress remote, long nowMillis) {
        entries.forEach((address, entry) -> {
            if (entry.connectedOtherwise && address.getHostString().equals(remote.getHostString())) {
                entry.connectedOtherwise = false;
                entry.notBeforeMillis = nowMillis + FIRST_RETRY_MILLIS;
            }
        });
    }

    /** It gave wrong data: nothing is asked of it before this time. */
    void avoid(InetSocketAddress address, long untilMillis) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.connectedOtherwise = false;
            entry.notBeforeMillis = untilMillis;
        }
    }
}
