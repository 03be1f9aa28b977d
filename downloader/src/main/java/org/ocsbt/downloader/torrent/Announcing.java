package org.ocsbt.downloader.torrent;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Answer;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Event;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Report;

/**
 * Keeps a torrent known at its trackers: tiers in order, the first that answers serves (BEP 12). Owned by
 * the torrent's loop; the announce itself runs on another thread.
 */
final class Announcing {
    /** What the torrent says of itself. */
    record Numbers(long uploadedBytes, long downloadedBytes, long leftBytes, int connected, int room) {}

    private final List<HttpAnnouncer> trackers;
    private final List<URI> addresses;
    private final ScheduledExecutorService loop;
    private final Executor threads;
    private final Supplier<Numbers> numbers;
    private final Consumer<Answer> onAnswer;
    private final AnnounceSchedule schedule = new AnnounceSchedule();
    private Event owed = Event.STARTED;
    private boolean running;
    private boolean known;
    private Optional<String> problem = Optional.empty();
    private Future<?> next = CompletableFuture.completedFuture(null);

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

    void start() {
        running = true;
        owed = Event.STARTED;
        announceNow();
    }

    /** All is here: the tracker should know at once. */
    void completed() {
        owed = owed == Event.STARTED ? Event.STARTED : Event.COMPLETED;
        announceNow();
    }

    /** Something changed that makes it worth to ask before the time. */
    void soon() {
        if (running) {
            schedule(Duration.ofSeconds(1));
        }
    }

    private void announceNow() {
        if (!running || trackers.isEmpty()) {
            return;
        }
        next.cancel(false);
        Report report = report(owed);
        threads.execute(() -> announce(report));
    }

    private Report report(Event event) {
        Numbers now = numbers.get();
        return new Report(event, now.uploadedBytes(), now.downloadedBytes(), now.leftBytes());
    }

    /** On an announce thread. */
    private void announce(Report report) {
        StringBuilder failures = new StringBuilder();
        for (int i = 0; i < trackers.size(); i++) {
            try {
                Answer answer = trackers.get(i).announce(report);
                loop.execute(() -> answered(report, answer));
                return;
            } catch (IOException e) {
                failures.append(failures.isEmpty() ? "" : "; ").append(addresses.get(i)).append(": ").append(e.getMessage());
            }
        }
        loop.execute(() -> failed(failures.toString()));
    }

    private void answered(Report report, Answer answer) {
        problem = Optional.empty();
        known = true;
        if (report.event() == owed) {
            owed = Event.NONE;
        }
        if (!running) {
            return;
        }
        onAnswer.accept(answer);
        Numbers now = numbers.get();
        Duration wait = schedule.afterSuccess(answer.interval(), now.connected(), now.room(), now.leftBytes() == 0);
        schedule(owed == Event.NONE ? wait : Duration.ZERO);
    }

    private void failed(String reason) {
        problem = Optional.of(reason);
        schedule(schedule.afterFailure());
    }

    private void schedule(Duration wait) {
        next.cancel(false);
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
        next.cancel(false);
        if (!known) {
            return CompletableFuture.completedFuture(null);
        }
        known = false;
        Report report = report(Event.STOPPED);
        return CompletableFuture.runAsync(() -> announce(report), threads);
    }
}
