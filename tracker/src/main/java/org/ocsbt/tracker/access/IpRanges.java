package org.ocsbt.tracker.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocsbt.announce.LiteralAddress;

/** Addresses and ranges, one a line: {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 10.0.0.1 - 10.0.0.9}. */
public final class IpRanges {
    private static final int MAX_RANGES = 100_000;

    private final List<Range> ranges;

    /** Addresses of one length as numbers, both ends included. */
    private record Range(int addressBytes, BigInteger first, BigInteger last) {
        boolean contains(byte[] address) {
            BigInteger number = new BigInteger(1, address);
            return address.length == addressBytes
                    && number.compareTo(first) >= 0 && number.compareTo(last) <= 0;
        }
    }

    private IpRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Lines that name no range are skipped.
     *
     * @throws IOException the file can't be read
     */
    public static IpRanges read(Path file) throws IOException {
        List<Range> ranges = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null && ranges.size() < MAX_RANGES;
                    line = lines.readLine()) {
                parse(line.strip()).ifPresent(ranges::add);
            }
        }
        return new IpRanges(List.copyOf(ranges));
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Range range : ranges) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Range> parse(String line) {
        int slash = line.indexOf('/');
        int hyphen = line.indexOf('-');
        if (slash > 0) {
            return address(line.substring(0, slash)).flatMap(base -> masked(base, line.substring(slash + 1)));
        }
        Optional<byte[]> first = address(hyphen > 0 ? line.substring(0, hyphen) : line);
        Optional<byte[]> last = hyphen > 0 ? address(line.substring(hyphen + 1)) : first;
        return first.isPresent() && last.isPresent() && first.get().length == last.get().length
                ? Optional.of(new Range(first.get().length,
                        new BigInteger(1, first.get()), new BigInteger(1, last.get())))
                : Optional.empty();
    }

    private static Optional<Range> masked(byte[] base, String bits) {
        int prefix = bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : Integer.MAX_VALUE;
        int free = base.length * 8 - prefix;
        if (free < 0) {
            return Optional.empty();
        }
        BigInteger first = new BigInteger(1, base).shiftRight(free).shiftLeft(free);
        BigInteger last = first.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
        return Optional.of(new Range(base.length, first, last));
    }

    private static Optional<byte[]> address(String text) {
        return LiteralAddress.parse(text.strip()).map(InetAddress::getAddress);
    }
}
