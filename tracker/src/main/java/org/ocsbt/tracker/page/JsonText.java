package org.ocsbt.tracker.page;

import java.util.Locale;

/** The deployment as JSON (RFC 8259), for whoever wants to show it elsewhere. */
final class JsonText {
    private final StringBuilder json = new StringBuilder(4096);

    private JsonText() {}

    static String of(DeploymentView view) {
        JsonText text = new JsonText();
        text.deployment(view);
        return text.json.append('\n').toString();
    }

    private void deployment(DeploymentView view) {
        DeploymentView.Totals totals = view.totals();
        open('{').name("image").string(view.image());
        comma().name("totals").open('{')
                .name("clients").number(totals.clients())
                .comma().name("complete").number(totals.complete())
                .comma().name("trouble").number(totals.trouble())
                .comma().name("progress").fraction(totals.progress())
                .comma().name("bytesPerSecond").number(totals.bytesPerSecond())
                .comma().name("secondsLeft").numberOrNull(totals.secondsLeft()).close('}');
        comma().name("partitions").open('[');
        for (int i = 0; i < view.partitions().size(); i++) {
            separate(i).partition(view.partitions().get(i));
        }
        close(']').close('}');
    }

    private void partition(PartitionView partition) {
        open('{').name("infoHash").string(partition.infoHash())
                .comma().name("name").string(partition.name())
                .comma().name("totalBytes").number(partition.totalBytes())
                .comma().name("trackerPort").number(partition.trackerPort())
                .comma().name("omittedClients").number(partition.omitted())
                .comma().name("clients").open('[');
        for (int i = 0; i < partition.clients().size(); i++) {
            separate(i).client(partition.clients().get(i));
        }
        close(']').close('}');
    }

    private void client(ClientRow row) {
        open('{').name("address").string(row.address())
                .comma().name("port").number(row.port())
                .comma().name("state").string(row.state().words())
                .comma().name("progress").fraction(row.progress())
                .comma().name("leftBytes").numberOrNull(row.leftBytes())
                .comma().name("bytesPerSecond").number(row.bytesPerSecond())
                .comma().name("secondsLeft").numberOrNull(row.secondsLeft())
                .comma().name("secondsSinceContact").number(row.silentSeconds())
                .comma().name("error").string(row.error()).close('}');
    }

    private JsonText open(char bracket) {
        json.append(bracket);
        return this;
    }

    private JsonText close(char bracket) {
        json.append(bracket);
        return this;
    }

    private JsonText comma() {
        json.append(',');
        return this;
    }

    private JsonText separate(int index) {
        return index == 0 ? this : comma();
    }

    private JsonText name(String name) {
        string(name).json.append(':');
        return this;
    }

    private JsonText number(long number) {
        json.append(number);
        return this;
    }

    /** What is unknown is negative here and null there. */
    private JsonText numberOrNull(long number) {
        json.append(number < 0 ? "null" : Long.toString(number));
        return this;
    }

    private JsonText fraction(double fraction) {
        json.append(String.format(Locale.ROOT, "%.4f", fraction));
        return this;
    }

    /** Everything beyond printable ASCII is written as an escape: no reader can take it for anything else. */
    private JsonText string(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 127 && c != '<' && c != '>' && c != '&') {
                json.append(c);
            } else {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        json.append('"');
        return this;
    }
}
