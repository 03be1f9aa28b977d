package org.ocsbt.downloader.session;

import java.io.IOException;

/** Opens sessions of the transfer engine. */
public final class Sessions {
    private Sessions() {}

    /** @throws IOException no port for peers is free, or the system gives no sockets */
    public static TransferSession open(SessionOptions options) throws IOException {
        return new LocalSession(options, Targets::openAll);
    }
}
