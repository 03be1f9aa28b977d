package org.ocsbt.downloader.face;

import java.time.Duration;

/** How a face lets time pass; tests move a clock of their own instead. */
@FunctionalInterface
public interface Pacer {
    Pacer REAL = length -> Thread.sleep(length.toMillis());

    void sleep(Duration length) throws InterruptedException;
}
