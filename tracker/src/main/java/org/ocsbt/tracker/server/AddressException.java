package org.ocsbt.tracker.server;

import java.net.InetSocketAddress;

/** An address to listen on can't be had; the message says which and why. */
public final class AddressException extends Exception {
    private static final long serialVersionUID = 1L;

    AddressException(InetSocketAddress address, Exception cause) {
        super(reason(cause) + " (" + address.getAddress().getHostAddress() + " port " + address.getPort() + ")",
                cause);
    }

    /** The words of the C library, which people search for. */
    private static String reason(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        int bracket = message.indexOf(" (");
        return bracket < 0 ? message : message.substring(0, bracket);
    }
}
