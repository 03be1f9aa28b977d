package org.ocsbt.downloader.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One-shot ezio in front of a scripted session, with two torrents at hand. */
abstract class EzioV1Stage {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    ScriptedSession session = ScriptedSession.always(Status.finished());
    Optional<Path> report = Optional.empty();
    EzioV1 ezio;
    String sda1;
    String sda2;

    @BeforeEach
    void writeTorrents() throws IOException {
        sda1 = TestTorrent.write(directory, "sda1");
        sda2 = TestTorrent.write(directory, "sda2");
    }

    int run(String... args) {
        ezio = new EzioV1(terminal(), session::open, session, report);
        return ezio.run(args);
    }

    Terminal terminal() {
        return new Terminal(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), "ezio");
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
