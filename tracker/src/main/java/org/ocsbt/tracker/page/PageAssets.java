package org.ocsbt.tracker.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's style and script. A tracker that locks itself into a directory can't read them afterwards, so
 * they are loaded before.
 *
 * @param style CSS
 * @param script JavaScript
 */
public record PageAssets(String style, String script) {
    /** @throws IOException they are missing from the program's jar */
    public static PageAssets load() throws IOException {
        return new PageAssets(resource("page.css"), resource("page.js"));
    }

    /** What a browser may do with the page (Content-Security-Policy): these two, by hash, and ask us again. */
    String policy() {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
