package org.ocsbt.storage;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.io.Closeable;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;

/**
 * Holds a block device the way a mount does: while it is claimed the kernel lets nobody mount it, swap on
 * it or claim it, and it can't be claimed while somebody else does. Plain Java can't open an existing
 * device with O_EXCL, so this calls the C library through jffi, the lowest layer of jnr-posix: the layers above
 * write themselves classes when first used, which took longer than all the rest of a client's start
 * (docs/dependencies.md).
 */
final class ExclusiveClaim implements Closeable {
    private static final int FLAGS =
            OpenFlags.O_RDWR.intValue() | OpenFlags.O_EXCL.intValue() | OpenFlags.O_CLOEXEC.intValue();

    private static final Set<Errno> AWAY = EnumSet.of(Errno.ENOENT, Errno.ENXIO, Errno.ENODEV);

    private final int descriptor;

    private ExclusiveClaim(int descriptor) {
        this.descriptor = descriptor;
    }

    /** @throws MediumException the device is claimed by another program or file system, or can't be opened */
    static ExclusiveClaim of(Path device) throws MediumException {
        int descriptor = open(device);
        if (descriptor < 0) {
            Errno reason = Errno.valueOf(LastError.getInstance().get());
            String message = "cannot take " + device + " for this program alone: " + reason;
            throw AWAY.contains(reason) ? new AwayException(message) : new MediumException(message);
        }
        return new ExclusiveClaim(descriptor);
    }

    private static int open(Path device) {
        byte[] name = device.toString().getBytes(Charset.defaultCharset());
        byte[] path = Arrays.copyOf(name, name.length + 1); // ends with the 0 that C wants
        MemoryIO memory = MemoryIO.getInstance();
        long address = memory.allocateMemory(path.length, false);
        try {
            memory.putByteArray(address, path, 0, path.length);
            return (int) Invoker.getInstance()
                    .invokeN2(takes(Type.POINTER, Type.SINT32), addressOf("open"), address, FLAGS);
        } finally {
            memory.freeMemory(address);
        }
    }

    @Override
    public void close() {
        Invoker.getInstance().invokeN1(takes(Type.SINT32), addressOf("close"), descriptor);
    }

    /** A function of the C library that takes these and returns an int; its errno is kept. */
    private static CallContext takes(Type... parameters) {
        return CallContext.getCallContext(Type.SINT32, parameters, CallingConvention.DEFAULT, true);
    }

    private static long addressOf(String function) {
        return Library.getDefault().getSymbolAddress(function);
    }
}
