package org.ocsbt.downloader.torrent;

import java.time.Duration;
import java.util.Optional;

/** Times, totals and rates of one torrent. Owned by the torrent's loop; times are given. */
public final class TransferClock {
    private static final long NEVER = Long.MIN_VALUE;

    private final RateMeter downloadRate = new RateMeter();
    private final RateMeter uploadRate = new RateMeter();
    private boolean running;
    private boolean complete;
    private long startedMillis;
    private long finishedMillis;
    private long activeMillis;
    private long seedingMillis;
    private long downloadedBytes;
    private long uploadedBytes;
    private long lastDownloadMillis = NEVER;
    private long lastUploadMillis = NEVER;
    private long leftDownloadedBytes;
    private long leftUploadedBytes;

    void start(long nowMillis, boolean isComplete) {
        running = true;
        complete = isComplete;
        startedMillis = nowMillis;
        finishedMillis = nowMillis;
    }

    void finished(long nowMillis) {
        complete = true;
        finishedMillis = nowMillis;
    }

    void stop(long nowMillis) {
        activeMillis = activeTime(nowMillis).toMillis();
        seedingMillis = seedingTime(nowMillis).toMillis();
        running = false;
    }

    void sample(long downloaded, long uploaded, long nowMillis) {
        if (downloaded > downloadedBytes) {
            downloadedBytes = downloaded;
            lastDownloadMillis = nowMillis;
        }
        if (uploaded > uploadedBytes) {
            uploadedBytes = uploaded;
            lastUploadMillis = nowMillis;
        }
        downloadRate.sample(downloaded, nowMillis);
        uploadRate.sample(uploaded, nowMillis);
    }

    /** Totals of a connection that has ended. */
    void left(long downloaded, long uploaded) {
        leftDownloadedBytes += downloaded;
        leftUploadedBytes += uploaded;
    }

    long leftDownloadedBytes() {
        return leftDownloadedBytes;
    }

    long leftUploadedBytes() {
        return leftUploadedBytes;
    }

    /** Payload per second, mean of the last seconds. */
    public long downloadBytesPerSecond() {
        return downloadRate.bytesPerSecond();
    }

    /** Payload per second, mean of the last seconds. */
    public long uploadBytesPerSecond() {
        return uploadRate.bytesPerSecond();
    }

    /** Time it ran, pauses left out. */
    public Duration activeTime(long nowMillis) {
        return Duration.ofMillis(activeMillis + (running ? nowMillis - startedMillis : 0));
    }

    /** Time since it was complete, pauses left out. */
    public Duration seedingTime(long nowMillis) {
        return Duration.ofMillis(seedingMillis + (running && complete ? nowMillis - finishedMillis : 0));
    }

    /** Time since payload last came in. */
    public Optional<Duration> sinceDownload(long nowMillis) {
        return since(lastDownloadMillis, nowMillis);
    }

    /** Time since payload last went out. */
    public Optional<Duration> sinceUpload(long nowMillis) {
        return since(lastUploadMillis, nowMillis);
    }

    private static Optional<Duration> since(long millis, long nowMillis) {
        return millis == NEVER ? Optional.empty() : Optional.of(Duration.ofMillis(nowMillis - millis));
    }
}
