package org.ocsbt.downloader.face.tool;

import java.util.ArrayList;
import java.util.List;

/** One line of the screen, in parts of one style each. */
record UiLine(List<Part> parts) {
    /** What a part is; the screen gives it its colours. */
    enum Style { TEXT, HEADING, FAINT, BAR_DONE, BAR_LEFT, FAILURE }

    /** Control characters, as a name from outside may have them, become question marks. */
    record Part(String text, Style style) {
        Part {
            StringBuilder printable = new StringBuilder(text);
            for (int i = 0; i < printable.length(); i++) {
                if (Character.isISOControl(printable.charAt(i))) {
                    printable.setCharAt(i, '?');
                }
            }
            text = printable.toString();
        }
    }

    static UiLine of(Style style, String text) {
        return new UiLine(List.of(new Part(text, style)));
    }

    static UiLine text(String text) {
        return of(Style.TEXT, text);
    }

    /** {@code left} and {@code right} at the two ends of {@code width} columns; {@code left} gives way. */
    static UiLine ends(Style style, String left, String right, int width) {
        String fitted = cut(left, Math.max(0, width - right.length() - 1));
        return of(style, fitted + " ".repeat(Math.max(1, width - fitted.length() - right.length())) + right);
    }

    /** A bar of {@code width} columns with the percentage in its middle. */
    static UiLine bar(double progress, int width) {
        String label = (int) (progress * 100) + "%";
        int before = Math.max(0, (width - label.length()) / 2);
        String cells = " ".repeat(before) + label + " ".repeat(Math.max(0, width - before - label.length()));
        int done = (int) Math.min(cells.length(), cells.length() * progress);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(cells.substring(0, done), Style.BAR_DONE));
        parts.add(new Part(cells.substring(done), Style.BAR_LEFT));
        return new UiLine(parts);
    }

    /** The whole line without its styles. */
    String plain() {
        StringBuilder plain = new StringBuilder();
        parts.forEach(part -> plain.append(part.text()));
        return plain.toString();
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "~".repeat(Math.min(1, width));
    }
}
