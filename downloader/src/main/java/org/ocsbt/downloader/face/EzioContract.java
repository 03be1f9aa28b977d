package org.ocsbt.downloader.face;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

/**
 * Which of the two programs named {@code ezio} a command line means: releases 1.x run once, for the
 * torrents on the command line; 2.x is a daemon that gets them later. So:
 *
 * <ul>
 *   <li>a torrent or a path in any form, {@code -T a -L b} or {@code a b}, makes it one-shot;
 *   <li>without one it is the daemon ({@code ezio}, {@code ezio -F}), unless only one-shot ezio knows the
 *       options ({@code ezio -U});
 *   <li>a word that no option takes, next to options that only the daemon knows ({@code ezio -F word}),
 *       leaves it the daemon, which ignores such words.
 * </ul>
 */
enum EzioContract {
    ONE_SHOT, DAEMON;

    static EzioContract of(String... args) {
        Optional<Arguments> oneShot = parse(EzioV1Options.syntax(), args);
        Optional<Arguments> daemon = parse(EzioV2Options.syntax(), args);
        if (oneShot.isPresent()) {
            return daemon.isPresent() && !EzioV1Options.namesPairs(oneShot.get()) ? DAEMON : ONE_SHOT;
        }
        // Neither understands it all: the one whose options it shows gets to say what is wrong.
        return daemon.isEmpty() && Stream.of(args).anyMatch(EzioContract::isPairOption) ? ONE_SHOT : DAEMON;
    }

    private static Optional<Arguments> parse(Options syntax, String... args) {
        try {
            return Optional.of(Arguments.parse(syntax, args));
        } catch (UsageException notThisOne) {
            return Optional.empty();
        }
    }

    private static boolean isPairOption(String word) {
        return word.startsWith("-T") || word.startsWith("-L")
                || word.startsWith("--torrent") || word.startsWith("--save_path") || word.startsWith("--legacy_");
    }
}
