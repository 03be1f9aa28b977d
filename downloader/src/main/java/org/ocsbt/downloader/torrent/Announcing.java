package org.ocsbt.downloader.torrent;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Answer;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Report;

/**
 * Keeps a torrent known at its trackers: tiers in order, the first that answers serves (BEP 12). Owned by
 * the torrent's loop; the announce itself runs on another thread.
 */
final class Announcing {
    /** What the torrent says of itself. */
    record Numbers(long uploadedBytes, long downloadedBytes, long leftBytes, int connected, int room) {}

    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<HttpAnnouncer> trackers;
    private final List<URI> addresses;
    private final ScheduledExecutorService loop;
    private final Executor threads;
    private final Supplier<Numbers> numbers;
    private final Consumer<Answer> onAnswer;
    private final AnnounceSchedule schedule = new AnnounceSchedule();
    private boolean startOwed;
    private boolean completionOwed;
    private boolean running;
    private boolean known;
    private Optional<String> problem = Optional.empty();
    private AnnounceTotals totals = new AnnounceTotals(0, 0, 0);
    /** The announce to come; null before the first. */
    private ScheduledFuture<?> next;

    /**
     * @param announcer makes the client for one tracker address
     * @param loop the torrent's loop
     * @param threads where announces may block
     */
    Announcing(List<URI> addresses, Function<URI, HttpAnnouncer> announcer,
            ScheduledExecutorService loop, Executor threads, Supplier<Numbers> numbers, Consumer<Answer> onAnswer) {
        this.addresses = addresses;
        this.trackers = addresses.stream().map(announcer).toList();
        this.loop = loop;
        this.threads = threads;
        this.numbers = numbers;
        this.onAnswer = onAnswer;
    }

    /** Why the latest announce failed. */
    Optional<String> problem() {
        return problem;
    }

    AnnounceTotals totals() {
        return totals;
    }

    void start() {
        running = true;
        startOwed = true;
        announceNow();
    }

    /** All is here: the tracker should know at once, but hear of the start first. */
    void completed() {
        completionOwed = true;
        if (!startOwed) {
            announceNow();
        }
    }

    private AnnounceEvent owed() {
        if (startOwed) {
            return AnnounceEvent.STARTED;
        }
        return completionOwed ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
    }

    /** Something changed that makes it worth to ask before the time. */
    void soon() {
        // An earlier time stays: connections that come and go must not put the announce off for ever.
        if (running && (next == null || next.isDone() || next.getDelay(TimeUnit.MILLISECONDS) > SOON.toMillis())) {
            schedule(SOON);
        }
    }

    private void announceNow() {
        if (!running || trackers.isEmpty()) {
            return;
        }
        cancelNext();
        Report report = report(owed());
        threads.execute(() -> announce(report));
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private Report report(AnnounceEvent event) {
        Numbers now = numbers.get();
        return new Report(event, now.uploadedBytes(), now.downloadedBytes(), now.leftBytes());
    }

    /** On an announce thread. */
    private void announce(Report report) {
        StringBuilder failures = new StringBuilder();
        for (int i = 0; i < trackers.size(); i++) {
            try {
                Answer answer = trackers.get(i).announce(report);
                tell(() -> answered(report, answer));
                return;
            } catch (IOException e) {
                failures.append(failures.isEmpty() ? "" : "; ").append(addresses.get(i)).append(": ").append(e.getMessage());
            }
        }
        tell(() -> failed(failures.toString()));
    }

    private void tell(Runnable outcome) {
        try {
            loop.execute(outcome);
        } catch (RejectedExecutionException e) {
            // The session is closed; the outcome interests nobody.
        }
    }

    private void answered(Report report, Answer answer) {
        problem = Optional.empty();
        totals = totals.succeeded(answer.knownPeers());
        known = true;
        startOwed &= report.event() != AnnounceEvent.STARTED;
        completionOwed &= report.event() != AnnounceEvent.COMPLETED;
        if (!running) {
            return;
        }
        Numbers now = numbers.get();
        Duration wait = schedule.afterSuccess(answer.interval(), now.connected(), now.room(), now.leftBytes() == 0);
        schedule(owed() == AnnounceEvent.NONE ? wait : Duration.ZERO);
        onAnswer.accept(answer);
    }

    private void failed(String reason) {
        problem = Optional.of(reason);
        totals = totals.failed();
        schedule(schedule.afterFailure());
    }

    private void schedule(Duration wait) {
        cancelNext();
        if (running) {
            next = loop.schedule(this::announceNow, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Ends the announces.
     *
     * @return completes when the tracker that knows of us has heard, or can't be told
     */
    CompletableFuture<Void> stop() {
        running = false;
        cancelNext();
        if (!known) {
            return CompletableFuture.completedFuture(null);
        }
        known = false;
        Report report = report(AnnounceEvent.STOPPED);
        return CompletableFuture.runAsync(() -> announce(report), threads);
    }

    /** Ends announces that still wait for an answer; {@link #stop} comes first. */
    void abort() {
        trackers.forEach(HttpAnnouncer::abort);
    }
}
