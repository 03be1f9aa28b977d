package org.ocsbt.downloader.face;

/** What {@code ezio -v} and the control service call themselves: the release whose contract this is, and the product. */
final class EzioVersion {
    static final String TEXT = "v2.0.29-ocs-bt-tools";

    private EzioVersion() {}
}
