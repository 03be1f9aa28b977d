package org.ocsbt.downloader.face.tool;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.ocsbt.downloader.face.rpc.Torrent;

/**
 * What the user has chosen to see, by the keys of the original.
 *
 * @param order of the torrents
 * @param filter which torrents are listed; failed ones always are
 * @param longNames names are shown with their info-hash, and not cut
 * @param help the list of keys is shown instead of the torrents
 */
record UiChoice(Order order, Filter filter, boolean longNames, boolean help) {
    static final UiChoice AT_START = new UiChoice(Order.NAME, Filter.ALL, false, false);

    enum Order {
        SIZE('s', Comparator.comparingLong(Torrent::getTotal).reversed()),
        NAME('n', Comparator.comparing(Torrent::getSavePath).thenComparing(Torrent::getName)),
        PROGRESS('p', Comparator.comparingDouble(Torrent::getProgress).reversed()),
        DOWNLOAD('d', Comparator.comparingLong(Torrent::getDownloadRate).reversed()),
        UPLOAD('u', Comparator.comparingLong(Torrent::getUploadRate).reversed());

        final char key;
        final Comparator<Torrent> comparator;

        Order(char key, Comparator<Torrent> comparator) {
            this.key = key;
            this.comparator = comparator;
        }
    }

    enum Filter {
        ALL('a', torrent -> true),
        DOWNLOADING('1', torrent -> !torrent.getIsFinished()),
        FINISHED('2', Torrent::getIsFinished),
        PAUSED('3', Torrent::getIsPaused);

        final char key;
        final Predicate<Torrent> accepts;

        Filter(char key, Predicate<Torrent> accepts) {
            this.key = key;
            this.accepts = accepts;
        }
    }

    /** The choice after this key; the same where the key means nothing. */
    UiChoice after(char key) {
        for (Order newOrder : Order.values()) {
            if (newOrder.key == key) {
                return new UiChoice(newOrder, filter, longNames, false);
            }
        }
        for (Filter newFilter : Filter.values()) {
            if (newFilter.key == key) {
                return new UiChoice(order, newFilter, longNames, false);
            }
        }
        return switch (key) {
            case 'v' -> new UiChoice(order, filter, !longNames, help);
            case 'h' -> new UiChoice(order, filter, longNames, !help);
            default -> this;
        };
    }

    List<Torrent> apply(List<Torrent> torrents) {
        return torrents.stream()
                .filter(torrent -> StopRule.hasFailed(torrent) || filter.accepts.test(torrent))
                .sorted(order.comparator)
                .toList();
    }
}
