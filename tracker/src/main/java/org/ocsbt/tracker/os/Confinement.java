package org.ocsbt.tracker.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Locks a process that root started into a directory and gives it the rights of an ordinary user.
 * Loading the native bridge takes a third of a second, so ports are opened first.
 */
public final class Confinement {
    private static final Path PASSWORD_FILE = Path.of("/etc/passwd");

    /** The calls of the C library; glibc carries them out for every thread of the process. */
    public interface CLibrary {
        int chroot(String path);

        int chdir(String path);

        int setgroups(long count, Pointer groups);

        int setgid(int group);

        int setuid(int user);
    }

    private record Account(int user, int group) {}

    private Confinement() {}

    /** Whether this process has rights to give up. */
    public static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * From here on {@code directory} is {@code /} and the process belongs to {@code userName}.
     *
     * @throws CannotConfineException a step failed: there is no such user, no native bridge, no right
     */
    public static void enter(Path directory, String userName) throws CannotConfineException {
        requireJars();
        Account account = account(userName);
        CLibrary c = cLibrary();
        openEveryJar();
        check(c.chroot(directory.toString()), "chroot to " + directory);
        check(c.chdir("/"), "chdir to the new root");
        check(c.setgroups(0, null), "setgroups");
        check(c.setgid(account.group()), "setgid to that of " + userName);
        check(c.setuid(account.user()), "setuid to that of " + userName);
    }

    private static CLibrary cLibrary() throws CannotConfineException {
        try {
            return LibraryLoader.loadLibrary(
                    CLibrary.class, Map.of(LibraryOption.LoadNow, Boolean.TRUE), "c");
        } catch (LinkageError | RuntimeException e) {
            throw new CannotConfineException("can't reach the C library: " + e.getMessage(), e);
        }
    }

    private static void check(int result, String step) throws CannotConfineException {
        if (result != 0) {
            int errno = Runtime.getSystemRuntime().getLastError();
            throw new CannotConfineException(step + " failed with error " + errno);
        }
    }

    private static void requireJars() throws CannotConfineException {
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (Files.isDirectory(Path.of(entry))) {
                throw new CannotConfineException("the classes in " + entry + " could not be loaded any more");
            }
        }
    }

    /** Classes needed later must not be looked for outside the new root: a vain search opens all jars. */
    private static void openEveryJar() {
        Confinement.class.getClassLoader().getResource("no such resource");
    }

    private static Account account(String userName) throws CannotConfineException {
        try {
            for (String line : Files.readAllLines(PASSWORD_FILE, StandardCharsets.ISO_8859_1)) {
                Optional<Account> account = account(line.split(":", -1), userName);
                if (account.isPresent()) {
                    return account.get();
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new CannotConfineException("can't read " + PASSWORD_FILE + ": " + e.getMessage(), e);
        }
        throw new CannotConfineException("there is no user " + userName);
    }

    private static Optional<Account> account(String[] fields, String userName) {
        return fields.length > 3 && fields[0].equals(userName)
                ? Optional.of(new Account(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                : Optional.empty();
    }
}
