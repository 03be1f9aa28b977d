package org.ocsbt.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * Takes bundles of short options apart before commons-cli sees them. Alone it would read {@code -ca} as
 * the beginning of {@code --cache} and stumble over an equals sign in a glued value ({@code -L/dev/a=b}).
 */
final class ShortOptions {
    private static final String END_OF_OPTIONS = "--";

    private final Options options;

    ShortOptions(Options options) {
        this.options = options;
    }

    /** The same command line with one option per word; words it does not understand stay as they are. */
    String[] separate(String[] args) {
        List<String> separated = new ArrayList<>(args.length);
        int i = 0;
        while (i < args.length && !args[i].equals(END_OF_OPTIONS)) {
            if (isBundle(args[i])) {
                separateBundle(args[i], separated);
            } else {
                separated.add(args[i]);
            }
            i++;
        }
        separated.addAll(List.of(args).subList(i, args.length));
        return separated.toArray(String[]::new);
    }

    private boolean isBundle(String word) {
        return word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-'
                && option(word, 1) != null;
    }

    private void separateBundle(String bundle, List<String> separated) {
        for (int i = 1; i < bundle.length(); i++) {
            Option option = option(bundle, i);
            String letter = "-" + bundle.charAt(i);
            if (option == null || !option.hasArg()) {
                separated.add(letter);
            } else {
                String value = bundle.substring(i + 1);
                // Only the form with '=' makes commons-cli accept a value of any look.
                separated.add(value.isEmpty() ? letter : letter + "=" + value);
                return;
            }
        }
    }

    private Option option(String word, int index) {
        String letter = String.valueOf(word.charAt(index));
        return options.hasShortOption(letter) ? options.getOption(letter) : null;
    }
}
