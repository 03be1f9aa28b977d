package org.ocsbt.announce;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP addresses written out; a name is never looked up, for the text comes from the network. */
public final class LiteralAddress {
    private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

    private LiteralAddress() {}

    /** The address, or nothing when the text is no dotted quad and no IPv6 literal. */
    public static Optional<InetAddress> parse(String text) {
        boolean literal = text.length() <= LONGEST && (isDottedQuad(text) || isHexWithColons(text));
        try {
            return literal ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isDottedQuad(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')
                    || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** A colon makes {@link InetAddress#getByName} read a literal or fail; zones are not for the wire. */
    private static boolean isHexWithColons(String text) {
        return text.indexOf(':') >= 0
                && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    }
}
