package org.ocsbt.downloader.face;

import java.io.IOException;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.downloader.session.TransferSession;

/** Where a face gets its session from: the engine, or a scripted one in tests. */
@FunctionalInterface
public interface SessionFactory {
    /** @throws IOException no peer port can be opened */
    TransferSession open(SessionOptions options) throws IOException;
}
