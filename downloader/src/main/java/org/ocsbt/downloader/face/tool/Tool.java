package org.ocsbt.downloader.face.tool;

import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.ControlAddress;
import org.ocsbt.downloader.face.Terminal;

/**
 * What all tools do alike: {@code -h}, {@code -a ADDRESS} of the daemon, and the statuses of the Python
 * originals: 2 for a command line they can't follow, 1 for a daemon that can't be reached or refuses.
 *
 * @param usage ends in a newline
 */
record Tool(Terminal terminal, String usage) {
    /** The status of Python's argparse. */
    static final int BAD_USAGE = 2;

    /** What one tool does; returns the status. */
    @FunctionalInterface
    interface Action {
        int run(Arguments arguments, ControlClient daemon)
                throws UsageException, ControlException, InterruptedException;
    }

    /** @param options the tool's own, to which those of all tools are added */
    int run(Options options, String[] args, Action action) {
        options.addOption("h", "help", false, "").addOption("a", "address", true, "");
        try {
            Arguments arguments = Arguments.parse(options, args);
            if (arguments.has("h")) {
                terminal.print(usage);
                return ExitStatus.DONE;
            }
            try (ControlClient daemon = new ControlClient(arguments.last("a").orElse(ControlAddress.LOCAL))) {
                return action.run(arguments, daemon);
            }
        } catch (UsageException e) {
            terminal.complain(e.getMessage() + "\n" + usage.stripTrailing());
            return BAD_USAGE;
        } catch (ControlException e) {
            terminal.complain(e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            terminal.complain("interrupted");
            return ExitStatus.FAILED;
        }
    }
}
