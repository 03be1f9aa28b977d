package org.ocsbt.tracker.page;

import java.util.Locale;

/** Numbers and foreign texts as people read them, safe inside HTML. */
final class Words {
    /** Stands for what is unknown or does not apply. */
    static final String NOTHING = "–";

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /** Decimal units, as disks and networks are sold. */
    static String bytes(long count) {
        double value = Math.max(0, count);
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    static String rate(long bytesPerSecond) {
        return bytesPerSecond <= 0 ? NOTHING : bytes(bytesPerSecond) + "/s";
    }

    /** Two units at most; unknown times are negative. */
    static String duration(long seconds) {
        if (seconds < 0) {
            return NOTHING;
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h " + seconds / 60 % 60 + " min" : seconds / 86400 + " days";
    }

    /** 100 only when nothing is missing. */
    static String percent(double progress) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(progress * 1000) / 10);
    }

    /**
     * Text from the network as HTML text or attribute value. Characters that are not seen or turn the
     * direction of others are shown as question marks.
     */
    static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isVisible(c) ? c : '?');
            }
        });
        return safe.toString();
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
                && type != Character.PRIVATE_USE && type != Character.UNASSIGNED;
    }
}
