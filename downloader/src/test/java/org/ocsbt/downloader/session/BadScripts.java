package org.ocsbt.downloader.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.ocsbt.downloader.session.TestPeer.Message;

/** What peers do that nobody should have to do with. Each offers all pieces first. */
final class BadScripts {
    private static final int WHOLE = Integer.MAX_VALUE;
    private static final int FLOOD_MESSAGES = 20_000;

    private BadScripts() {}

    /** Every answer holds a wrong byte. */
    static TestPeer.Script liar() {
        return connection -> {
            TestPeer.offer(connection);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE);
            }
        };
    }

    /** The first answers hold a wrong byte, for a cable that was loose; all others are right. */
    static TestPeer.Script onceALiar(int lies) {
        AtomicInteger left = new AtomicInteger(lies);
        return connection -> {
            TestPeer.offer(connection);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST), left.getAndDecrement() > 0, WHOLE);
            }
        };
    }

    /** Some true answers, then silence, perhaps in the middle of a block. */
    static TestPeer.Script staller(int answers, int lastBytes) {
        return connection -> {
            TestPeer.offer(connection);
            for (int i = 0; i < answers; i++) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
            connection.answer(connection.await(TestPeer.REQUEST), false, lastBytes);
            connection.await(-1);
        };
    }

    /** The same, and then it hangs up. */
    static TestPeer.Script leaver(int answers, int lastBytes) {
        return connection -> {
            TestPeer.offer(connection);
            for (int i = 0; i < answers; i++) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
            connection.answer(connection.await(TestPeer.REQUEST), false, lastBytes);
            connection.close();
        };
    }

    static TestPeer.Script garbage(long seed) {
        Random random = new Random(seed);
        return connection -> {
            byte[] noise = new byte[1 + random.nextInt(100_000)];
            synchronized (random) {
                random.nextBytes(noise);
            }
            if (noise.length % 3 > 0) {
                TestPeer.offer(connection);
            }
            connection.out.write(noise);
            connection.await(-1);
        };
    }

    /** Says what it has over and over, answers each request many times, and asks without reading. */
    static TestPeer.Script flood(int pieceCount) {
        return connection -> {
            TestPeer.offer(connection);
            Message request = connection.await(TestPeer.REQUEST);
            ByteBuffer messages = ByteBuffer.allocate(9 * FLOOD_MESSAGES);
            for (int i = 0; i < FLOOD_MESSAGES; i++) {
                messages.putInt(5).put((byte) TestPeer.HAVE).putInt(i % pieceCount);
            }
            connection.out.write(messages.array());
            for (int i = 0; i < 20; i++) {
                connection.answer(request);
            }
            connection.send(TestPeer.INTERESTED);
            serveOn(connection);
        };
    }

    private static void serveOn(TestPeer.Connection connection) throws IOException {
        while (true) {
            connection.answer(connection.await(TestPeer.REQUEST));
        }
    }
}
