package org.ocsbt.downloader.session;

/** What goes wrong in a run of the {@link FaultMatrix}, and how it must end for the client it happens to. */
enum FaultCause {
    WRITE_ERROR(false, "a write fails"),
    DISK_FULL(false, "no space is left"),
    FLUSH_ERROR(false, "the flush fails"),
    DEVICE_VANISHES(false, "the device is gone"),
    BIT_FLIP(false, "a bit flips after it was written, with reading back"),
    SHORT_TRANSFERS(true, "reads and writes transfer a part"),
    SLOW_DISK(true, "every transfer takes up to 20 ms"),
    STUCK_DISK(true, "a write hangs for a while"),
    SEEDER_READ_ERROR(true, "the seeder can't read some of its data"),
    SEEDER_DATA_CHANGED(true, "the seeder's data have changed"),
    LIAR(true, "a peer sends wrong data"),
    ONCE_A_LIAR(true, "the only seeder sends wrong data once"),
    STALLER(true, "a peer falls silent in the middle of a piece"),
    LEAVER(true, "a peer hangs up in the middle of a piece"),
    GARBAGE(true, "peers send noise"),
    FLOOD(true, "a peer floods with messages and blocks"),
    SEEDER_RESTARTS(true, "the only seeder ends and is started again"),
    TRACKER_DOWN(true, "the tracker is down for some seconds"),
    NETWORK_CUT(true, "the cable is pulled for some seconds"),
    KILLED(true, "the client is killed and started again"),
    POWER_CUT(true, "the power goes: unflushed sectors are lost; started again"),
    CHANGED_IMAGE(true, "the target holds an earlier version of the image");

    /** Whether all must be well in the end without help; else it must be a plain failure. */
    final boolean recoverable;
    final String words;

    FaultCause(boolean recoverable, String words) {
        this.recoverable = recoverable;
        this.words = words;
    }
}
