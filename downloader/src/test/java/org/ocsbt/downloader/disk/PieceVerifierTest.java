package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;

@Timeout(30)
class PieceVerifierTest {
    private static final int BLOCK = PieceGeometry.BLOCK_LENGTH_BYTES;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<byte[]> hashes = new ArrayList<>();

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static PieceDownload download(byte[] content) {
        ByteBuffer memory = ByteBuffer.allocateDirect(content.length).put(content).clear();
        return new PieceDownload(new PieceGeometry(content.length, content.length), 0, memory, d -> { });
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK, BLOCK + 1, 256 * 1024, 5 * 1024 * 1024 + 3})
    void hashesThePieceInWhateverOrderItComes(int length) {
        byte[] content = content(length);
        PieceDownload download = download(content);
        PieceVerifier verifier = new PieceVerifier(download, tasks::add, hashes::add);
        for (int step = 1; step >= 0; step--) {
            for (int block = step; block < download.blockCount(); block += 2) {
                download.received(block);
                verifier.advance();
                if (block % 7 == 0) {
                    runTasks();
                }
            }
        }
        runTasks();
        assertThat(hashes).containsExactly(PieceHasher.sha1().digest(content));
    }

    @Test
    void hashesWhileThePieceArrives() {
        PieceDownload download = download(content(1024 * 1024));
        PieceVerifier verifier = new PieceVerifier(download, tasks::add, hashes::add);
        for (int block = 0; block < 15; block++) {
            download.received(block);
            verifier.advance();
        }
        assertThat(tasks).isEmpty();
        download.received(15);
        verifier.advance();
        verifier.advance();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aPieceIsReportedOnceHoweverOftenItIsAdvanced() {
        PieceDownload download = download(content(3 * BLOCK));
        PieceVerifier verifier = new PieceVerifier(download, Runnable::run, hashes::add);
        for (int block = 0; block < 3; block++) {
            download.received(block);
        }
        verifier.advance();
        verifier.advance();
        assertThat(hashes).hasSize(1);
    }

    /** Blocks come on one thread while another hashes: no last block may be overlooked. */
    @Test
    void noBlockIsOverlookedWhenThreadsRace() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            byte[] content = content(2 * 1024 * 1024);
            byte[] sha1 = PieceHasher.sha1().digest(content);
            for (int round = 0; round < 100; round++) {
                CountDownLatch done = new CountDownLatch(1);
                PieceDownload download = download(content);
                PieceVerifier verifier = new PieceVerifier(download, threads, hash -> {
                    assertThat(hash).isEqualTo(sha1);
                    done.countDown();
                });
                for (int block = 0; block < download.blockCount(); block++) {
                    download.received(block);
                    verifier.advance();
                }
                assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
