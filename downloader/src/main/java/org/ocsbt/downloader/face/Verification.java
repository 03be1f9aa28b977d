package org.ocsbt.downloader.face;

import org.ocsbt.downloader.session.Sessions;

/**
 * Whether what was written is read back from the medium and compared before a torrent counts as finished. The
 * scripts' command lines have no option for it, so it is a matter of the environment; off by default, as it
 * takes as long as reading the partition does.
 */
public final class Verification {
    /** Any value but {@code 0} asks for it. */
    public static final String VARIABLE = "OCS_BT_VERIFY";

    private Verification() {}

    /** Opens sessions that read back if this process's environment asks for it. */
    public static SessionFactory sessions() {
        boolean wanted = isWanted(System.getenv(VARIABLE));
        return options -> Sessions.open(options.readingBack(wanted));
    }

    /** @param value the variable's; null where it is not set */
    static boolean isWanted(String value) {
        return value != null && !value.isEmpty() && !value.equals("0");
    }
}
