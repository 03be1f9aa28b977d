package org.ocsbt.downloader.face;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rates as the old programs print them: two decimals, "GB" and "MB" being 1024³ and 1024² bytes. */
public final class Rates {
    private static final double MIB = 1024.0 * 1024;
    private static final double GIB = MIB * 1024;
    private static final int SECONDS_PER_MINUTE = 60;

    private Rates() {}

    /** For the unit {@code GB/min}. */
    public static String gibPerMinute(double bytesPerSecond) {
        return twoDecimals(bytesPerSecond / GIB * SECONDS_PER_MINUTE);
    }

    /** For the unit {@code MB/s}. */
    public static String mibPerSecond(double bytesPerSecond) {
        return twoDecimals(bytesPerSecond / MIB);
    }

    /** An amount, for the unit {@code GB}. */
    public static String gib(long bytes) {
        return twoDecimals(bytes / GIB);
    }

    /** As C's {@code %.2f}: the exact binary value, ties to even. {@code String.format} loads far more. */
    private static String twoDecimals(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
