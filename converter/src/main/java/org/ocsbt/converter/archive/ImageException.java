package org.ocsbt.converter.archive;

/** An image directory does not hold a partition in a form that can be read; one line says what is wrong. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }
}
