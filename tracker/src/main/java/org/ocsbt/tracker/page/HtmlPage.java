package org.ocsbt.tracker.page;

import java.util.Locale;

/**
 * The page a deployer watches. It is whole without JavaScript; with it the {@code main} element is
 * exchanged every two seconds. Style and script are in the page, named by hash in its security policy, so
 * that no other script can run, whatever a client sends.
 */
final class HtmlPage {
    private final StringBuilder html = new StringBuilder(8192);
    private final PageAssets assets;

    private HtmlPage(PageAssets assets) {
        this.assets = assets;
    }

    static String of(DeploymentView view, PageAssets assets) {
        HtmlPage page = new HtmlPage(assets);
        page.document(view);
        return page.html.toString();
    }

    private void document(DeploymentView view) {
        DeploymentView.Totals totals = view.totals();
        String title = view.image().isEmpty() ? "Deployment" : view.image();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>\n<title>")
                .append(totals.complete()).append(" of ").append(totals.clients()).append(" done – ")
                .append(Words.html(title)).append("</title>\n<style>").append(assets.style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>").append(Words.html(title)).append("</h1>\n");
        summary(totals);
        for (PartitionView partition : view.partitions()) {
            partition(partition);
        }
        if (view.partitions().isEmpty()) {
            html.append("<p>No client has asked yet.</p>\n");
        }
        html.append("</main>\n<footer>Also as <a href=\"/deployment.json\">JSON</a> and as ")
                .append("<a href=\"/metrics\">metrics</a>. <span id=\"live\"></span></footer>\n<script>")
                .append(assets.script()).append("</script>\n</body>\n</html>\n");
    }

    private void summary(DeploymentView.Totals totals) {
        html.append("<p class=\"summary\"><b>").append(totals.complete()).append(" of ").append(totals.clients())
                .append("</b> done");
        if (totals.trouble() > 0) {
            html.append(", <b class=\"trouble\">").append(totals.trouble()).append(" in trouble</b>");
        }
        html.append(" · ").append(Words.percent(totals.progress())).append(" of all data");
        if (totals.bytesPerSecond() > 0) {
            html.append(" · ").append(Words.rate(totals.bytesPerSecond())).append(" together");
        }
        if (totals.complete() + totals.trouble() < totals.clients()) {
            html.append(" · all done in <b>").append(Words.duration(totals.secondsLeft())).append("</b>");
        }
        html.append("</p>\n");
        bar(totals.progress());
    }

    private void partition(PartitionView partition) {
        html.append("<section>\n<h2>").append(Words.html(partition.name())).append(" <small>");
        if (partition.totalBytes() > 0) {
            html.append(Words.bytes(partition.totalBytes())).append(" · ");
        }
        html.append("tracker on port ").append(partition.trackerPort()).append("</small></h2>\n<table>\n<thead><tr>"
                + "<th>Client</th><th>State</th><th>Progress</th><th>Rate</th><th>Time left</th>"
                + "<th>Last contact</th></tr></thead>\n<tbody>\n");
        for (ClientRow row : partition.clients()) {
            row(row);
        }
        html.append("</tbody>\n</table>\n");
        if (partition.omitted() > 0) {
            html.append("<p>and ").append(partition.omitted()).append(" more</p>\n");
        }
        html.append("</section>\n");
    }

    private void row(ClientRow row) {
        String word = row.state().words();
        html.append("<tr class=\"").append(row.state().name().toLowerCase(Locale.ROOT)).append("\">");
        cell("Client", Words.html(row.address()));
        cell("State", row.error().isEmpty() ? word : word + ": " + Words.html(row.error()));
        html.append("<td data-label=\"Progress\">");
        bar(row.progress());
        html.append(' ').append(Words.percent(row.progress())).append("</td>");
        cell("Rate", Words.rate(row.bytesPerSecond()));
        cell("Time left", row.state() == ClientState.DOWNLOADING ? Words.duration(row.secondsLeft()) : Words.NOTHING);
        cell("Last contact", Words.duration(row.silentSeconds()) + " ago");
        html.append("</tr>\n");
    }

    private void cell(String label, String content) {
        boolean nothing = content.equals(Words.NOTHING);
        html.append(nothing ? "<td class=\"nothing\" data-label=\"" : "<td data-label=\"").append(label)
                .append("\">").append(content).append("</td>");
    }

    private void bar(double progress) {
        html.append("<progress max=\"1000\" value=\"").append((int) (progress * 1000)).append("\"></progress>");
    }
}
