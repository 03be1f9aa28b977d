package org.ocsbt.downloader.peer;

import java.util.Arrays;

/** Programs like this one: the first letters of a peer id say what made it (BEP 20). */
public final class Kin {
    private static final int KIND_BYTES = 3;

    private Kin() {}

    /** Whether both 20-byte peer ids are of the same kind of program. */
    public static boolean areKin(byte[] oneId, byte[] otherId) {
        return Arrays.equals(oneId, 0, KIND_BYTES, otherId, 0, KIND_BYTES);
    }
}
