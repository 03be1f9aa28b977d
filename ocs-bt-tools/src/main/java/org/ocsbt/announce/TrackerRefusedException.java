package org.ocsbt.announce;

/** The tracker answered with a {@code failure reason} (BEP 3) or an error action (BEP 15). */
public final class TrackerRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrackerRefusedException(String reason) {
        super(reason);
    }
}
