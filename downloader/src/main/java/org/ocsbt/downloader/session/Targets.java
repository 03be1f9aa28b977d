package org.ocsbt.downloader.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ocsbt.extent.SliceNames;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.MediumException;
import org.ocsbt.storage.RawDeviceStore;
import org.ocsbt.storage.SliceDirectoryStore;

/** Opens what a torrent is read from or written to, after all checks that can be made before byte one. */
final class Targets {
    private Targets() {}

    /** Opens all, or none: what was opened before one is refused is closed again. */
    static List<BlockStore> openAll(List<TorrentOptions> all) throws TorrentException {
        refuseSharedDevice(all);
        List<BlockStore> stores = new ArrayList<>();
        try {
            for (TorrentOptions options : all) {
                stores.add(open(options));
            }
            return stores;
        } catch (TorrentException e) {
            for (BlockStore store : stores) {
                closeUnused(store, e);
            }
            throw e;
        }
    }

    private static void closeUnused(BlockStore store, TorrentException reason) {
        try {
            store.close();
        } catch (MediumException e) {
            reason.addSuppressed(e);
        }
    }

    private static void refuseSharedDevice(List<TorrentOptions> all) throws TorrentException {
        Set<Path> written = new HashSet<>();
        for (TorrentOptions options : all) {
            boolean writes = !options.seed() && options.layout() == TorrentOptions.Layout.RAW_DEVICE;
            if (writes && !written.add(options.target().toAbsolutePath().normalize())) {
                throw new TorrentException("two torrents are to be written to " + options.target(), null);
            }
        }
    }

    private static BlockStore open(TorrentOptions options) throws TorrentException {
        try {
            return switch (options.layout()) {
                case RAW_DEVICE -> openDevice(options);
                case OWN_PATH -> options.seed()
                        ? SliceDirectoryStore.openOwnPathForReading(options.target(), options.metainfo())
                        : SliceDirectoryStore.openOwnPathForWriting(options.target(), options.metainfo());
                case SLICE_DIRECTORY -> options.seed()
                        ? SliceDirectoryStore.openForReading(options.target(), options.metainfo())
                        : SliceDirectoryStore.openForWriting(options.target(), options.metainfo());
            };
        } catch (MediumException e) {
            throw new TorrentException(e.getMessage(), e);
        }
    }

    private static BlockStore openDevice(TorrentOptions options) throws TorrentException, MediumException {
        SliceNames.Layout layout = layoutOf(options.metainfo());
        return options.seed()
                ? RawDeviceStore.openForReading(options.target(), layout)
                : RawDeviceStore.openForWriting(options.target(), layout);
    }

    private static SliceNames.Layout layoutOf(Metainfo metainfo) throws TorrentException {
        try {
            return SliceNames.layoutOf(metainfo);
        } catch (IllegalArgumentException e) {
            throw new TorrentException(
                    "torrent \"" + metainfo.name() + "\" can't be written to a device: " + e.getMessage(), e);
        }
    }
}
