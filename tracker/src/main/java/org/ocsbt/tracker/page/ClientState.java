package org.ocsbt.tracker.page;

/** Where a client stands, in the order in which a watcher wants to see them. */
public enum ClientState {
    /** It said that it can't go on, and why. */
    FAILED("failed"),
    /** It fell silent and can't be reached. */
    SILENT("silent"),
    /** It said goodbye with bytes missing. */
    LEFT("left early"),
    DOWNLOADING("downloading"),
    /** It is complete and serves others. */
    SEEDING("seeding"),
    /** It was complete and said goodbye. */
    DONE("done"),
    /** It was complete from the beginning: the server's own seeder. */
    SOURCE("source");

    private final String words;

    ClientState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether the client has all of the partition. */
    boolean isComplete() {
        return this == SEEDING || this == DONE || this == SOURCE;
    }

    /** Whether someone has to look after the client. */
    boolean isTrouble() {
        return this == FAILED || this == SILENT || this == LEFT;
    }
}
