package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks for a loop are done at once, whatever it waits for; the limits are far above what that takes. */
class PeerLoopTest {
    private PeerLoop loop;

    @BeforeEach
    void begin() throws IOException {
        loop = new PeerLoop("loop under test");
    }

    @AfterEach
    void end() throws IOException {
        loop.close();
    }

    /** Tasks that waited for the next tick would take 125 s. */
    @Test
    @Timeout(30)
    void aTaskEndsTheWaitForSockets() throws Exception {
        for (int i = 0; i < 1000; i++) {
            awaitTask();
        }
    }

    /** Tasks that waited for the pause after each round to end would take 80 s. */
    @Test
    @Timeout(30)
    void aTaskEndsThePauseAfterARound() throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel in = pipe.sink(); Pipe.SourceChannel out = pipe.source()) {
            AtomicInteger rounds = new AtomicInteger();
            loop.execute(() -> attach(out, rounds));
            // Nobody takes it, so that each round of the loop finds it.
            in.write(ByteBuffer.allocate(1));
            for (int i = 0; i < 20_000; i++) {
                awaitTask();
            }
            assertThat(rounds).hasPositiveValue();
        }
    }

    private void awaitTask() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(done::countDown);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void attach(Pipe.SourceChannel channel, AtomicInteger rounds) {
        try {
            loop.register(channel, SelectionKey.OP_READ, new PeerLoop.Attachment() {
                @Override
                public void ready(SelectionKey key) {
                    rounds.incrementAndGet();
                }

                @Override
                public void tick(long nowMillis) {}

                @Override
                public void failed(String reason) {}
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
