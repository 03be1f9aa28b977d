package org.ocsbt.tracker.face;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocsbt.cli.Arguments.Given;

/** The file of {@code -f}: a key and a value a line. It says what the letters of the command line say. */
final class OpentrackerConfFile {
    private OpentrackerConfFile() {}

    /** The file as options; a file or line that is of no use is warned of and passed over. */
    static List<Given> read(Path file, PrintStream warnings) {
        List<Given> options = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#") && !add(text, options)) {
                    warnings.println("Unhandled line in config file: " + text);
                }
            }
        } catch (IOException e) {
            warnings.println("Warning: Can't open config file: " + file);
        }
        return options;
    }

    private static boolean add(String line, List<Given> options) {
        String[] words = line.split("\\s+", 2);
        if (words.length < 2) {
            return false;
        }
        String value = words[1].strip();
        switch (words[0]) {
            case "listen.tcp" -> listen(value, options, "p");
            case "listen.udp" -> listen(value, options, "P");
            case "listen.tcp_udp" -> listen(value, options, "p", "P");
            case "access.whitelist" -> options.add(given("w", value));
            case "access.stats" -> options.add(given("A", value));
            case "tracker.rootdir" -> options.add(given("d", value));
            case "tracker.user" -> options.add(given("u", value));
            case "tracker.redirect_url" -> options.add(given("r", value));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** {@code 10.0.0.1}, {@code 10.0.0.1:6969}, {@code ::1}, {@code [::1]:6969}. */
    private static void listen(String value, List<Given> options, String... letters) {
        int colon = value.lastIndexOf(':');
        boolean hasPort = colon > 0 && (value.indexOf(':') == colon || value.charAt(colon - 1) == ']');
        String address = hasPort ? value.substring(0, colon) : value;
        options.add(given("i", address.replace("[", "").replace("]", "")));
        for (String letter : letters) {
            options.add(given(letter, hasPort
                    ? value.substring(colon + 1) : Integer.toString(OpentrackerOptions.DEFAULT_PORT)));
        }
    }

    private static Given given(String letter, String value) {
        return new Given(letter, Optional.of(value));
    }
}
