package org.ocsbt.storage;

import java.io.Closeable;
import java.nio.file.Path;
import jnr.constants.platform.OpenFlags;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * Holds a block device the way a mount does: while it is claimed the kernel lets nobody mount it, swap on
 * it or claim it, and it can't be claimed while somebody else does. Plain Java can't open an existing
 * device with O_EXCL, so this goes through jnr-posix (docs/dependencies.md).
 */
final class ExclusiveClaim implements Closeable {
    private final POSIX posix;
    private final int descriptor;

    private ExclusiveClaim(POSIX posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    /** @throws MediumException the device is claimed by another program or file system, or can't be opened */
    static ExclusiveClaim of(Path device) throws MediumException {
        POSIX posix = POSIXFactory.getNativePOSIX();
        int flags = OpenFlags.O_RDWR.intValue() | OpenFlags.O_EXCL.intValue() | OpenFlags.O_CLOEXEC.intValue();
        int descriptor = posix.open(device.toString(), flags, 0);
        if (descriptor < 0) {
            throw new MediumException("cannot take " + device + " for this program alone: "
                    + posix.strerror(posix.errno()));
        }
        return new ExclusiveClaim(posix, descriptor);
    }

    @Override
    public void close() {
        posix.close(descriptor);
    }
}
