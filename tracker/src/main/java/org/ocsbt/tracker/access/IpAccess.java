package org.ocsbt.tracker.access;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Which addresses may ask at all. May be asked while another thread refreshes. */
public final class IpAccess {
    private final Optional<Path> allowedFile;
    private final Optional<Path> bannedFile;
    private final PrintStream warnings;
    private String lastWarning = "";
    private volatile Optional<IpRanges> allowed = Optional.empty();
    private volatile Optional<IpRanges> banned = Optional.empty();

    /** What an address is told. */
    public enum Verdict { WELCOME, NOT_ALLOWED, BANNED }

    /** @param warnings told when a file can't be read, once for each reason */
    public IpAccess(Optional<Path> allowedFile, Optional<Path> bannedFile, PrintStream warnings) {
        this.allowedFile = allowedFile;
        this.bannedFile = bannedFile;
        this.warnings = warnings;
    }

    public Verdict verdict(InetAddress address) {
        Optional<IpRanges> mayAsk = allowed;
        Optional<IpRanges> mayNot = banned;
        if (mayAsk.isPresent() && !mayAsk.get().contains(address)) {
            return Verdict.NOT_ALLOWED;
        }
        return mayNot.isPresent() && mayNot.get().contains(address) ? Verdict.BANNED : Verdict.WELCOME;
    }

    /** Reads the files again; one that can't be read leaves its list as it was. */
    public void refresh() {
        allowed = read(allowedFile, allowed);
        banned = read(bannedFile, banned);
    }

    private Optional<IpRanges> read(Optional<Path> file, Optional<IpRanges> before) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(IpRanges.read(file.get()));
        } catch (IOException e) {
            String warning = "Warning: can't read the address list " + file.get() + ": " + e;
            if (!warning.equals(lastWarning)) {
                lastWarning = warning;
                warnings.println(warning);
            }
            return before;
        }
    }
}
