package org.ocsbt.converter.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that hold one partition in a Clonezilla image (contract btfiles.md):
 * {@code sda1.ext4-ptcl-img.gz.aa}, {@code .ab} ..., or a single file without the last part; older images
 * have {@code sda1.ext4-img.aa}.
 *
 * @param partition as in file names: {@code sda1}, {@code vg-root}
 * @param raw saved by dd: a plain copy, without partclone's header
 * @param suffix of the compression; empty in old images
 * @param files in order
 */
public record PartitionFiles(String partition, boolean raw, String suffix, List<Path> files) {
    private static final Pattern NAME = Pattern.compile("(?<partition>.+)\\.(?<fs>[^.]+?)"
            + "-(?:ptcl-img\\.(?<suffix>[a-z0-9]+)|img)(?:\\.(?<split>[a-z]{2,}))?");

    public PartitionFiles {
        files = List.copyOf(files);
    }

    /** Names of all partitions that an image directory holds, sorted. */
    public static List<String> partitions(Path image) throws IOException {
        try (Stream<Path> entries = Files.list(image)) {
            TreeSet<String> names = new TreeSet<>();
            entries.map(entry -> NAME.matcher(entry.getFileName().toString()))
                    .filter(Matcher::matches).forEach(match -> names.add(match.group("partition")));
            return List.copyOf(names);
        }
    }

    /** @throws ImageException if there are no files of the partition, or one between them is missing */
    public static PartitionFiles find(Path image, String partition) throws IOException, ImageException {
        List<Matcher> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(image)) {
            entries.map(entry -> NAME.matcher(entry.getFileName().toString()))
                    .filter(match -> match.matches() && match.group("partition").equals(partition))
                    .sorted(Comparator.comparing(match -> match.group())).forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new ImageException("no file " + image.resolve(partition) + ".*-ptcl-img.* is there");
        }
        Matcher first = found.get(0);
        requireComplete(found);
        String suffix = first.group("suffix") == null ? "" : first.group("suffix");
        return new PartitionFiles(partition, first.group("fs").equals("dd"), suffix,
                found.stream().map(match -> image.resolve(match.group())).toList());
    }

    /** Bytes of all files together. */
    public long lengthBytes() throws IOException {
        long length = 0;
        for (Path file : files) {
            length += Files.size(file);
        }
        return length;
    }

    /**
     * The unpacked image.
     *
     * @throws ImageException for a compression that is not supported
     */
    public InputStream open() throws IOException, ImageException {
        InputStream in = new BufferedInputStream(new SplitInputStream(files), 1 << 18);
        try {
            return compression(in).unpack(in);
        } catch (IOException | ImageException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private Compression compression(InputStream in) throws IOException, ImageException {
        if (!suffix.isEmpty()) {
            return Compression.ofSuffix(suffix);
        }
        in.mark(Compression.MAGIC_BYTES);
        byte[] start = in.readNBytes(Compression.MAGIC_BYTES);
        in.reset();
        return Compression.ofMagic(start, start.length);
    }

    /** The last parts of the names must count up from aa, and all else be the same. */
    private static void requireComplete(List<Matcher> found) throws ImageException {
        String expected = null;
        for (Matcher match : found) {
            String split = match.group("split");
            if (split == null && found.size() > 1 || !stem(match).equals(stem(found.get(0)))) {
                throw new ImageException("there are files of different images: "
                        + found.get(0).group() + " and " + match.group());
            }
            if (split != null) {
                String wanted = expected == null ? "a".repeat(split.length()) : expected;
                if (!split.equals(wanted)) {
                    throw new ImageException(stem(match) + wanted + " is missing");
                }
                expected = next(split);
            }
        }
    }

    private static String stem(Matcher match) {
        return match.group("split") == null ? match.group() : match.group().substring(0, match.start("split"));
    }

    /** az is followed by ba; empty after the last of this length. */
    private static String next(String split) {
        StringBuilder next = new StringBuilder(split);
        int i = next.length() - 1;
        while (i >= 0 && next.charAt(i) == 'z') {
            next.setCharAt(i--, 'a');
        }
        if (i < 0) {
            return "";
        }
        next.setCharAt(i, (char) (next.charAt(i) + 1));
        return next.toString();
    }
}
