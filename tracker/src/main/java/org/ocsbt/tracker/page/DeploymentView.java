package org.ocsbt.tracker.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that is shown of one image's deployment.
 *
 * @param image the image's name; empty when the tracker was not told
 * @param group what trackers of the same image on one machine have in common
 * @param partitions by name
 */
public record DeploymentView(String image, String group, List<PartitionView> partitions) {
    public DeploymentView {
        List<PartitionView> sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparing(PartitionView::name).thenComparing(PartitionView::infoHash));
        partitions = List.copyOf(sorted);
    }

    /**
     * The whole room; a machine counts once in each partition it takes.
     *
     * @param clients all but the source
     * @param complete of them, those who have everything
     * @param trouble of them, those who failed, fell silent or left early
     * @param progress mean of all, 0 to 1
     * @param bytesPerSecond of all together
     * @param secondsLeft until the last one is done; {@link ClientRow#UNKNOWN_TIME} when nothing tells
     */
    public record Totals(
            int clients, int complete, int trouble, double progress, long bytesPerSecond, long secondsLeft) {}

    /** Those of the same group together; the others are left out. */
    DeploymentView with(List<DeploymentView> others) {
        List<PartitionView> all = new ArrayList<>(partitions);
        for (DeploymentView other : others) {
            if (other.group.equals(group)) {
                all.addAll(other.partitions);
            }
        }
        return new DeploymentView(image, group, all);
    }

    Totals totals() {
        int clients = 0;
        int complete = 0;
        int trouble = 0;
        double progress = 0;
        long bytesPerSecond = 0;
        long secondsLeft = 0;
        boolean unknown = false;
        for (PartitionView partition : partitions) {
            for (ClientRow row : partition.clients()) {
                if (row.state() == ClientState.SOURCE) {
                    continue;
                }
                clients++;
                complete += row.state().isComplete() ? 1 : 0;
                trouble += row.state().isTrouble() ? 1 : 0;
                progress += row.progress();
                if (row.state() == ClientState.DOWNLOADING) {
                    bytesPerSecond += row.bytesPerSecond();
                    secondsLeft = Math.max(secondsLeft, row.secondsLeft());
                    unknown |= row.secondsLeft() == ClientRow.UNKNOWN_TIME;
                }
            }
        }
        return new Totals(clients, complete, trouble, clients == 0 ? 0 : progress / clients, bytesPerSecond,
                unknown ? ClientRow.UNKNOWN_TIME : secondsLeft);
    }
}
