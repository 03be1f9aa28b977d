package org.ocsbt.tracker.face;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.ocsbt.tracker.http.HttpRequest;
import org.ocsbt.tracker.http.HttpResponse;

/**
 * The log of ocs-bttrack: a line for each request as web servers write them. What comes from the network
 * cannot end a line or a quoted field.
 */
final class OcsBttrackLog {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    private final LogTarget target;
    private PrintStream out;
    private long stampedSecond = -1;
    private String stamp;

    /** Opens where the log goes: a file that is appended to, or a stream. The stream flushes each line. */
    interface LogTarget {
        PrintStream open() throws IOException;
    }

    OcsBttrackLog(LogTarget target) throws IOException {
        this.target = target;
        this.out = target.open();
    }

    /** For whoever has moved the file away; when a new one can't be had, the old one is written on. */
    void reopen() {
        try {
            out = target.open();
            started();
        } catch (IOException e) {
            line("can't open the log anew: " + e.getMessage());
        }
    }

    void started() {
        out.println("# Log Started:  " + utcMinute());
    }

    void shuttingDown() {
        out.println("# Shutting down: " + utcMinute());
    }

    void line(String text) {
        out.println(text);
    }

    void request(HttpRequest request, HttpResponse response, boolean packed) {
        out.println(request.from().getHostAddress() + " - " + (packed ? "gzip" : "-") + ' ' + stamp()
                + " \"" + request.method() + ' ' + quoted(request.target()) + ' ' + quoted(request.version())
                + "\" " + response.status() + ' ' + response.body().length
                + " \"" + orHyphen(request.referer()) + "\" \"" + orHyphen(request.userAgent()) + '"');
    }

    private static String orHyphen(String text) {
        return text.isEmpty() ? "-" : quoted(text);
    }

    private static String quoted(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0 && text.chars().allMatch(c -> c < 127)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c >= 127) {
                safe.append("\\x").append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    private String stamp() {
        long second = System.currentTimeMillis() / 1000;
        if (second != stampedSecond) {
            stampedSecond = second;
            LocalDateTime t = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneId.systemDefault());
            stamp = "[" + two(t.getDayOfMonth()) + '/' + MONTHS[t.getMonthValue() - 1] + '/' + t.getYear()
                    + ':' + two(t.getHour()) + ':' + two(t.getMinute()) + ':' + two(t.getSecond()) + ']';
        }
        return stamp;
    }

    private static String utcMinute() {
        LocalDateTime t = LocalDateTime.ofEpochSecond(System.currentTimeMillis() / 1000, 0, ZoneOffset.UTC);
        return t.getYear() + "-" + two(t.getMonthValue()) + '-' + two(t.getDayOfMonth())
                + ' ' + two(t.getHour()) + ':' + two(t.getMinute()) + " UTC";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
