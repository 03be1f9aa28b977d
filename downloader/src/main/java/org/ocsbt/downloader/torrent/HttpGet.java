package org.ocsbt.downloader.torrent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches a tracker's answer. What every tracker of a classroom understands, a request by HTTP/1.0 (RFC 1945), is made here:
 * Java's own client looks into each jar for somebody else who knows "http" before the first one, which is the largest part of
 * what an announce costs a client as it starts. It gets what is left: https, and redirections. Blocks; any thread may call.
 */
final class HttpGet {
    /** A tracker on the LAN answers in milliseconds; one that does not is asked again soon. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Fifty peers in the long form take 5 KB; some trackers send more than they were asked for. */
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;
    private static final int MAX_LINE_BYTES = 8192;
    private static final int MAX_HEADERS = 100;
    private static final int DEFAULT_PORT = 80;
    private static final int LEAST_STATUS = 100;
    private static final int STATUS_DIGITS = 3;
    private static final String CONTENT_LENGTH = "content-length:";
    /** As many as a long surely holds. */
    private static final int LENGTH_DIGITS = 18;

    private final Set<Closeable> running = ConcurrentHashMap.newKeySet();

    /** @throws IOException no answer, or another one than 200 */
    byte[] get(URI address) throws IOException {
        if (address.getHost() == null || !"http".equalsIgnoreCase(address.getScheme())) {
            return getByLibrary(address);
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            running.add(socket);
            try {
                Head head = ask(socket, address);
                return isRedirection(head.status) ? getByLibrary(address) : head.answer();
            } finally {
                running.remove(socket);
            }
        }
    }

    /** Ends what still waits for an answer. */
    void abort() {
        for (Closeable exchange : running) {
            try {
                exchange.close();
            } catch (IOException e) {
                // It waits no longer, closed or not.
            }
        }
    }

    private static boolean isRedirection(int status) {
        return status / 100 == 3;
    }

    private static IOException failure(int status, String reason) {
        return new IOException("HTTP status " + status + (reason == null || reason.isEmpty() ? "" : " " + reason));
    }

    private static Head ask(Socket socket, URI address) throws IOException {
        int timeout = (int) TIMEOUT.toMillis();
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        socket.connect(new InetSocketAddress(address.getHost(), port), timeout);
        socket.setSoTimeout(timeout);
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String request = "GET " + path + query + " HTTP/1.0\r\nHost: " + address.getHost() + ":" + port
                + "\r\nUser-Agent: ocs-bt-tools\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new Head(new BufferedInputStream(socket.getInputStream()));
    }

    /** The first lines of an answer, and the way to the rest. */
    private static final class Head {
        private final InputStream in;
        private final int status;
        private final String reason;
        /** Negative if it is not said: then the answer ends with the connection. */
        private long lengthBytes = -1;

        Head(InputStream in) throws IOException {
            this.in = in;
            String[] words = line(in).split(" ", 3);
            status = words.length < 2 || !words[0].startsWith("HTTP/") ? -1 : (int) number(words[1], STATUS_DIGITS);
            if (status < LEAST_STATUS) {
                throw new IOException("no HTTP answer");
            }
            reason = words.length < 3 ? "" : words[2];
            readHeaders();
        }

        private void readHeaders() throws IOException {
            for (int count = 0; count < MAX_HEADERS; count++) {
                String header = line(in);
                if (header.isEmpty()) {
                    return;
                }
                if (header.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())) {
                    lengthBytes = number(header.substring(CONTENT_LENGTH.length()).strip(), LENGTH_DIGITS);
                }
            }
            throw new IOException("an HTTP answer of more than " + MAX_HEADERS + " headers");
        }

        /** What these digits spell, negative if they are none or too many. A pattern would be the first of a client's start. */
        private static long number(String digits, int most) {
            long number = digits.isEmpty() || digits.length() > most ? -1 : 0;
            for (int i = 0; i < digits.length() && number >= 0; i++) {
                int digit = digits.charAt(i) - '0';
                number = digit < 0 || digit > 9 ? -1 : 10 * number + digit;
            }
            return number;
        }

        byte[] answer() throws IOException {
            if (status != HttpURLConnection.HTTP_OK) {
                throw failure(status, reason);
            }
            int most = (int) Math.min(lengthBytes < 0 ? Long.MAX_VALUE : lengthBytes, MAX_ANSWER_BYTES + 1);
            byte[] bytes = limited(in.readNBytes(most));
            if (bytes.length < lengthBytes) {
                throw new EOFException("the answer ends after " + bytes.length + " of " + lengthBytes + " bytes");
            }
            return bytes;
        }

        private static String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("no answer");
                }
                if (line.size() == MAX_LINE_BYTES) {
                    throw new IOException("an HTTP header of more than " + MAX_LINE_BYTES + " bytes");
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }
    }

    private static byte[] limited(byte[] bytes) throws IOException {
        if (bytes.length > MAX_ANSWER_BYTES) {
            throw new IOException("an answer of more than " + MAX_ANSWER_BYTES + " bytes");
        }
        return bytes;
    }

    private byte[] getByLibrary(URI address) throws IOException {
        // A classroom's server is near; a proxy would announce its own address.
        URLConnection connection = address.toURL().openConnection(Proxy.NO_PROXY);
        if (!(connection instanceof HttpURLConnection exchange)) {
            throw new IOException("a tracker's address begins with http:// or https://");
        }
        exchange.setConnectTimeout((int) TIMEOUT.toMillis());
        exchange.setReadTimeout((int) TIMEOUT.toMillis());
        exchange.setRequestProperty("User-Agent", "ocs-bt-tools");
        exchange.setRequestProperty("Connection", "close");
        Closeable end = exchange::disconnect;
        running.add(end);
        try (end) {
            if (exchange.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw failure(exchange.getResponseCode(), exchange.getResponseMessage());
            }
            try (InputStream body = exchange.getInputStream()) {
                return limited(body.readNBytes(MAX_ANSWER_BYTES + 1));
            }
        } finally {
            running.remove(end);
        }
    }
}
