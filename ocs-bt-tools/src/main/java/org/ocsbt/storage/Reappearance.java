package org.ocsbt.storage;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Patience with devices that are away for a moment. When a partition table is read anew, as Clonezilla's scripts have done
 * shortly before they start a transfer, the kernel takes the partitions away and gives them back, and their nodes follow.
 */
final class Reappearance {
    private static final Path DEVICES = Path.of("/dev");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private Reappearance() {}

    /** Opens something, or says why not. */
    interface Opening {
        RawDeviceStore open() throws MediumException;
    }

    /** Opens what is at {@code path}; a device that is away is looked for again for {@link #LIMIT}. Blocks. */
    static RawDeviceStore await(Path path, Opening opening) throws MediumException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (AwayException e) {
                if (!path.toAbsolutePath().startsWith(DEVICES) || System.nanoTime() > deadline || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** Returns false when the thread is asked to end. */
    private static boolean pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
