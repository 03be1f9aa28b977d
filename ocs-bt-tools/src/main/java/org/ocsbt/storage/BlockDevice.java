package org.ocsbt.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel says of one block device: Linux' {@code /sys/dev/block}, {@code mountinfo} and
 * {@code swaps}. A place that can't be read counts as saying nothing; the exclusive open decides then.
 *
 * @param path as given by the caller, for messages
 * @param major device number
 * @param minor device number
 */
record BlockDevice(Path path, int major, int minor) {
    private static final int MODE_TYPE_MASK = 0170000;
    private static final int MODE_BLOCK_DEVICE = 0060000;

    /** The device behind {@code path} (symbolic links followed), or empty if it is something else. */
    static Optional<BlockDevice> at(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & MODE_TYPE_MASK) != MODE_BLOCK_DEVICE) {
            return Optional.empty();
        }
        long number = (Long) Files.getAttribute(path, "unix:rdev");
        // The layout of glibc's gnu_dev_major and gnu_dev_minor.
        int major = (int) (number >>> 8 & 0xfff | number >>> 32 & ~0xfffL);
        int minor = (int) (number & 0xff | number >>> 12 & ~0xffL);
        return Optional.of(new BlockDevice(path, major, minor));
    }

    /** Names the file system of a file or directory. Its number is enough; a chroot may hide its mount point. */
    static String fileSystemOf(Path path) throws IOException {
        return "file system " + Files.getAttribute(path, "unix:dev");
    }

    private String number() {
        return major + ":" + minor;
    }

    private Path sys() {
        return Path.of("/sys/dev/block", number());
    }

    /** Why nobody may write to it now, in words that follow the path; empty if nothing speaks against it. */
    Optional<String> inUse() {
        if (firstLine(sys().resolve("ro")).equals("1")) {
            return Optional.of("is read-only");
        }
        List<String> numbers = Stream.concat(Stream.of(number()), partitionNumbers()).toList();
        for (String line : lines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ");
            if (fields.length > 4 && numbers.contains(fields[2])) {
                return Optional.of("is mounted on " + fields[4]);
            }
        }
        for (String line : lines(Path.of("/proc/swaps"))) {
            if (line.startsWith("/") && numbers.contains(numberOf(line.split("\\s")[0]))) {
                return Optional.of("is in use as swap space");
            }
        }
        return holder().map(name -> "is held by " + name);
    }

    private Optional<String> holder() {
        return names(sys().resolve("holders")).stream().findFirst();
    }

    private Stream<String> partitionNumbers() {
        return names(sys()).stream().map(name -> sys().resolve(name).resolve("dev"))
                .filter(Files::isRegularFile).map(BlockDevice::firstLine);
    }

    private static String numberOf(String devicePath) {
        try {
            return at(Path.of(devicePath)).map(BlockDevice::number).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** The whole disk that this device is, or is a partition of. */
    String disk() {
        try {
            Path real = sys().toRealPath();
            Path disk = Files.exists(real.resolve("partition")) ? real.getParent() : real;
            return disk.getFileName().toString();
        } catch (IOException e) {
            return number();
        }
    }

    private static String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
