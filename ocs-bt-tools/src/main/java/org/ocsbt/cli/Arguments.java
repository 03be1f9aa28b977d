package org.ocsbt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.AmbiguousOptionException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * One command line, taken apart as getopt and boost do it:
 *
 * <ul>
 *   <li>short options may be bundled and their values glued: {@code -Uf}, {@code -t1}, {@code -Uft1};
 *   <li>long options may be cut short while they stay unique, values follow or are glued with
 *       {@code =}: {@code --ca 5}, {@code --cache=5}; an exact name wins over longer ones;
 *   <li>a negative number may be a value: {@code -t -1};
 *   <li>options and other words mix in any order; {@code --} ends the options;
 *   <li>an option may be repeated; {@link #last} is what counts for one that takes a single value.
 * </ul>
 *
 * Options are asked for by their short letter or their whole long name, without hyphens.
 */
public final class Arguments {
    private final CommandLine parsed;

    private Arguments(CommandLine parsed) {
        this.parsed = parsed;
    }

    /** @throws UsageException an unknown or ambiguous option, or one that lacks its value */
    public static Arguments parse(Options options, String... args) throws UsageException {
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(true)
                .setStripLeadingAndTrailingQuotes(false)
                .build();
        try {
            return new Arguments(parser.parse(options, new ShortOptions(options).separate(args)));
        } catch (ParseException e) {
            throw new UsageException(explain(e));
        }
    }

    /** Whether the option was given at all. */
    public boolean has(String option) {
        return parsed.hasOption(option);
    }

    /** The value given last; empty when the option was not given. */
    public Optional<String> last(String option) {
        String[] values = parsed.getOptionValues(option);
        return values == null ? Optional.empty() : Optional.of(values[values.length - 1]);
    }

    /** Every value given, in order. */
    public List<String> all(String option) {
        String[] values = parsed.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }

    /**
     * The value given last as a decimal number, {@code absent} when the option was not given.
     *
     * @throws UsageException it is no whole number within 32 bits
     */
    public int integer(String option, int absent) throws UsageException {
        Optional<String> text = last(option);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "option " + hyphened(option) + " needs a whole number, not '" + text.get() + "'");
        }
    }

    /** The words that are neither options nor their values, in order. */
    public List<String> words() {
        return parsed.getArgList();
    }

    /**
     * One option as it was given.
     *
     * @param name its short letter; its long name where it has no letter
     * @param value empty for an option that takes none
     */
    public record Given(String name, Optional<String> value) {}

    /** All options as given, for programs where their order or their number counts. */
    public List<Given> inOrder() {
        List<Given> given = new ArrayList<>();
        for (Option option : parsed.getOptions()) {
            given.add(new Given(option.getKey(), Optional.ofNullable(option.getValue())));
        }
        return given;
    }

    private static String explain(ParseException e) {
        if (e instanceof AmbiguousOptionException ambiguous) {
            return "option " + ambiguous.getOption() + " could mean --"
                    + String.join(" or --", ambiguous.getMatchingOptions());
        }
        if (e instanceof UnrecognizedOptionException unknown) {
            return "unknown option " + unknown.getOption();
        }
        if (e instanceof MissingArgumentException missing) {
            return "option " + hyphened(missing.getOption().getKey()) + " needs a value";
        }
        return e.getMessage();
    }

    private static String hyphened(String option) {
        return (option.length() == 1 ? "-" : "--") + option;
    }
}
