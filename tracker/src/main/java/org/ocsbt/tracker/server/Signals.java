package org.ocsbt.tracker.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Reacts to signals. {@code sun.misc.Signal} is the only way Java 17 has; javac warns of every direct use,
 * hence the reflection.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs {@code action} on a thread of the JVM's whenever the signal arrives.
     *
     * @param name without SIG, such as {@code HUP}
     * @return whether the signal can be had; the JVM keeps some to itself
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, args) -> {
                action.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException notToBeHad) {
            return false;
        }
    }
}
