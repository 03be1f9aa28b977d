package org.ocsbt.metainfo;

import java.util.function.Supplier;

/** The rule for names in a torrent: each must be one file name that stays where it is put. */
final class PathElement {
    private PathElement() {}

    /** @param field named in the message of the exception */
    static void require(String element, Supplier<String> field) throws MetainfoException {
        boolean leadsAway = element.equals(".") || element.equals("..") || element.indexOf('/') >= 0;
        if (element.isEmpty() || leadsAway || element.indexOf('\0') >= 0) {
            throw new MetainfoException(field.get() + " is no file name: \"" + printable(element) + '"');
        }
    }

    /** The text for a message: at most a line's worth, without anything that a terminal acts on. */
    static String printable(String element) {
        String start = element.length() > 80 ? element.substring(0, 80) + "..." : element;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
