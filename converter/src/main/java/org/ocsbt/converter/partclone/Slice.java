package org.ocsbt.converter.partclone;

/**
 * A file of consecutive used blocks: an extent of the device, named by where it begins there.
 *
 * @param name the offset in hexadecimal; the text counts, for it is the name of the file
 * @param deviceOffset in bytes
 * @param lengthBytes 1 or more
 */
public record Slice(String name, long deviceOffset, long lengthBytes) {
    public Slice {
        if (deviceOffset < 0 || lengthBytes < 1 || deviceOffset > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("no extent of a device: " + deviceOffset + " + " + lengthBytes);
        }
    }

    /** Where the next slice may begin. */
    public long deviceEnd() {
        return deviceOffset + lengthBytes;
    }
}
