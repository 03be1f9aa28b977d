package org.ocsbt.tracker.page;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** This tracker's own torrents in the Prometheus text format, version 0.0.4. */
final class MetricsText {
    private final StringBuilder text = new StringBuilder(4096);
    private final DeploymentView view;

    private MetricsText(DeploymentView view) {
        this.view = view;
    }

    /** @param announces taken since the start */
    static String of(DeploymentView view, long announces) {
        MetricsText metrics = new MetricsText(view);
        metrics.header("ocsbt_tracker_announces_total", "counter", "Announces taken since the start.");
        metrics.text.append("ocsbt_tracker_announces_total ").append(announces).append('\n');
        metrics.clientsByState();
        metrics.perClient("ocsbt_client_progress_ratio", "How much of the partition the client has, 0 to 1.",
                ClientRow::progress);
        metrics.perClient("ocsbt_client_bytes_per_second", "How fast the client fetched lately.",
                ClientRow::bytesPerSecond);
        metrics.perClient("ocsbt_client_silent_seconds", "Time since the client's latest announce.",
                ClientRow::silentSeconds);
        return metrics.text.toString();
    }

    private void clientsByState() {
        header("ocsbt_clients", "gauge", "Clients by partition and state.");
        for (PartitionView partition : view.partitions()) {
            Map<ClientState, Integer> counts = new EnumMap<>(ClientState.class);
            for (ClientState state : ClientState.values()) {
                counts.put(state, 0);
            }
            for (ClientRow row : partition.clients()) {
                counts.merge(row.state(), 1, Integer::sum);
            }
            for (Map.Entry<ClientState, Integer> count : counts.entrySet()) {
                sample("ocsbt_clients", partition, List.of("state", count.getKey().words()), count.getValue());
            }
        }
    }

    private void perClient(String name, String help, ToDoubleFunction<ClientRow> value) {
        header(name, "gauge", help);
        for (PartitionView partition : view.partitions()) {
            for (ClientRow row : partition.clients()) {
                sample(name, partition, List.of("address", row.address(), "port", Integer.toString(row.port())),
                        value.applyAsDouble(row));
            }
        }
    }

    private void header(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n')
                .append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, PartitionView partition, List<String> more, double value) {
        List<String> labels = new ArrayList<>(List.of(
                "image", view.image(), "partition", partition.name(), "info_hash", partition.infoHash()));
        labels.addAll(more);
        text.append(name);
        for (int i = 0; i < labels.size(); i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"")
                    .append(escaped(labels.get(i + 1))).append('"');
        }
        text.append("} ").append(value == Math.rint(value)
                ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4f", value)).append('\n');
    }

    private static String escaped(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> safe.append("\\\\");
                case '"' -> safe.append("\\\"");
                case '\n' -> safe.append("\\n");
                default -> safe.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return safe.toString();
    }
}
