package org.ocsbt.tracker.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One torrent and its clients, those who need attention first, then the slowest.
 *
 * @param infoHash hexadecimal
 * @param name the partition's name; the info-hash when unknown
 * @param totalBytes its length; 0 when unknown
 * @param trackerPort on which TCP port of this machine its tracker is
 * @param clients at most as many as the page shows
 * @param omitted how many there are beyond
 */
public record PartitionView(
        String infoHash, String name, long totalBytes, int trackerPort, List<ClientRow> clients, int omitted) {

    private static final Comparator<ClientRow> SLOWEST_FIRST = Comparator.comparing(ClientRow::state)
            .thenComparing(ClientRow::progress)
            .thenComparing(ClientRow::bytesPerSecond)
            .thenComparing(ClientRow::address)
            .thenComparing(ClientRow::port);

    public PartitionView {
        List<ClientRow> sorted = new ArrayList<>(clients);
        sorted.sort(SLOWEST_FIRST);
        clients = List.copyOf(sorted);
    }
}
