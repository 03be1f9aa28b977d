package org.ocsbt.downloader.session;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets everything go wrong that can, run after run, each drawn from a seed of its own, and counts how the runs
 * end. Started by {@code tests/faults/matrix}:
 *
 * <pre>
 *   --runs N        so many runs, 50 if not given; the causes take turns
 *   --seed S        of the first run; each further one has the next
 *   --cause NAME    only this cause
 * </pre>
 *
 * Status 0 if every run ended as it must.
 */
public final class FaultMatrix {
    private static final int USUAL_RUNS = 50;
    /** Runs wait most of the time; but each has a dozen threads, and hangs where it gets no processor for a minute. */
    private static final int AT_ONCE = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final PrintStream out;
    private final Map<FaultCause, Tally> tallies = new EnumMap<>(FaultCause.class);
    private final List<String> wrongs = new ArrayList<>();

    private static final class Tally {
        private int runs;
        private int wrong;
        private FaultScenarios.Cost cost = FaultScenarios.Cost.NONE;
    }

    private FaultMatrix(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        int runs = Integer.parseInt(options.getOrDefault("--runs", String.valueOf(USUAL_RUNS)));
        long seed = Long.parseLong(options.getOrDefault("--seed", String.valueOf(System.currentTimeMillis() / 1000)));
        List<FaultCause> causes = options.containsKey("--cause")
                ? List.of(FaultCause.valueOf(options.get("--cause"))) : List.of(FaultCause.values());
        System.exit(new FaultMatrix(System.out).play(runs, seed, causes) ? 0 : 1);
    }

    private boolean play(int runs, long firstSeed, List<FaultCause> causes) throws Exception {
        out.println(runs + " runs from seed " + firstSeed + " on");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<Void>> all = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
            FaultCause cause = causes.get((int) Math.floorMod(seed, (long) causes.size()));
            long own = seed;
            Callable<Void> task = () -> {
                play(cause, own);
                return null;
            };
            all.add(threads.submit(task));
        }
        threads.shutdown();
        for (Future<Void> each : all) {
            each.get();
        }
        print();
        return wrongs.isEmpty();
    }

    private void play(FaultCause cause, long seed) throws IOException {
        Path directory = Files.createTempDirectory("faults");
        String wrong = null;
        FaultScenarios.Cost cost = FaultScenarios.Cost.NONE;
        try (FaultRun run = new FaultRun(seed, directory)) {
            cost = new FaultScenarios(run).play(cause);
        } catch (Exception e) {
            wrong = e instanceof FaultRun.Wrong ? e.getMessage() : String.valueOf(e);
        }
        Files.deleteIfExists(directory);
        count(cause, seed, wrong, cost);
    }

    private synchronized void count(FaultCause cause, long seed, String wrong, FaultScenarios.Cost cost) {
        Tally tally = tallies.computeIfAbsent(cause, c -> new Tally());
        tally.runs++;
        tally.cost = tally.cost.plus(cost);
        if (wrong != null) {
            tally.wrong++;
            wrongs.add("seed " + seed + ", " + cause + ": " + wrong);
            out.println("WRONG " + wrongs.get(wrongs.size() - 1));
        }
    }

    private void print() {
        out.printf("%n%-20s %5s %-12s %5s %5s   %s%n", "cause", "runs", "must", "did", "wrong", "what");
        tallies.forEach((cause, tally) -> out.printf("%-20s %5d %-12s %5d %5d   %s%s%n", cause, tally.runs,
                cause.recoverable ? "be whole" : "fail plainly", tally.runs - tally.wrong, tally.wrong, cause.words,
                tally.cost.verified() == 0 ? "" : "; of " + tally.cost.verified() + " pieces " + tally.cost.lost()
                        + " were lost, " + tally.cost.inVain() + " fetched in vain"));
        wrongs.forEach(wrong -> out.println("WRONG " + wrong));
        out.println(tallies.values().stream().mapToInt(tally -> tally.runs).sum() + " runs, " + wrongs.size() + " wrong");
    }
}
