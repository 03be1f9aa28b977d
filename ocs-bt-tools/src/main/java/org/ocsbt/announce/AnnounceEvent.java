package org.ocsbt.announce;

/** Why a client announces: the {@code event} of BEP 3, numbered as in BEP 15. */
public enum AnnounceEvent {
    /** A regular announce. */
    NONE("", 0),
    COMPLETED("completed", 1),
    STARTED("started", 2),
    STOPPED("stopped", 3);

    private final String word;
    private final int udpCode;

    AnnounceEvent(String word, int udpCode) {
        this.word = word;
        this.udpCode = udpCode;
    }

    /** The value of the HTTP parameter; empty for a regular announce. */
    public String word() {
        return word;
    }

    /** The number in a UDP announce. */
    public int udpCode() {
        return udpCode;
    }

    /** The event of this word, or null when BEP 3 knows no such word. */
    public static AnnounceEvent ofWord(String word) {
        for (AnnounceEvent event : values()) {
            if (event.word.equals(word)) {
                return event;
            }
        }
        return null;
    }

    /** The event of this UDP number, or null when BEP 15 knows no such number. */
    public static AnnounceEvent ofUdpCode(int code) {
        for (AnnounceEvent event : values()) {
            if (event.udpCode == code) {
                return event;
            }
        }
        return null;
    }
}
