package org.ocsbt.tracker.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.http.HttpResponse;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.SwarmTable;

/**
 * What a browser, a program or Prometheus is told of the deployment. Nothing here changes anything.
 * {@link #answer} belongs to the loop's thread, {@link #refreshSiblings} to another.
 */
public final class DeploymentPage {
    /** How often {@link #refreshSiblings} is to be called. */
    public static final Duration SIBLING_PERIOD = Duration.ofSeconds(2);

    private static final String OK = "HTTP/1.0 200 OK";
    private static final String ALWAYS =
            "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";

    private final PageAssets assets;
    private final SwarmTable swarms;
    private final DeploymentReader reader;
    private final Siblings siblings;

    /**
     * @param assets loaded before the process locked itself in
     * @param image the image's name; empty when unknown
     * @param group what trackers of the same image on one machine have in common
     * @param trackerPort the TCP port of this tracker
     */
    public DeploymentPage(
            PageAssets assets, String image, String group, int trackerPort, SwarmTable swarms,
            AllowedTorrents torrents) {
        this.assets = assets;
        this.swarms = swarms;
        this.reader = new DeploymentReader(image, group, trackerPort, swarms, torrents);
        this.siblings = new Siblings(trackerPort);
    }

    /** The answer for {@code path}, or null when it is none of ours. */
    public HttpResponse answer(String path) {
        return switch (path) {
            case "/", "/index.html" -> html();
            case "/deployment.json" -> response("application/json", JsonText.of(whole()));
            case "/metrics" -> response("text/plain; version=0.0.4; charset=utf-8",
                    MetricsText.of(own(), swarms.announceCount()));
            case Siblings.PATH -> new HttpResponse(
                    OK, "Content-Type: application/octet-stream\r\n" + ALWAYS, ViewCodec.write(own()));
            default -> null;
        };
    }

    /** Asks the trackers of the other partitions, if somebody watches. May take seconds. */
    public void refreshSiblings() {
        siblings.refresh();
    }

    private HttpResponse html() {
        String page = HtmlPage.of(whole(), assets);
        return new HttpResponse(OK, "Content-Type: text/html; charset=utf-8\r\nContent-Security-Policy: "
                + assets.policy() + "\r\n" + ALWAYS, page.getBytes(StandardCharsets.UTF_8));
    }

    private DeploymentView own() {
        return reader.read(EventLoop.nowMillis());
    }

    private DeploymentView whole() {
        return own().with(siblings.views());
    }

    private static HttpResponse response(String type, String body) {
        return HttpResponse.text(OK, "Content-Type: " + type + "\r\n" + ALWAYS, body);
    }
}
