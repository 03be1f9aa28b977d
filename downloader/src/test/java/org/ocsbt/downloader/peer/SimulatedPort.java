package org.ocsbt.downloader.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One host's place at the switch: what it sends goes out at its rate, its connections in turn, a block each;
 * what comes in queues at the switch in the order of arrival. Each connection may have a window on the way.
 */
public final class SimulatedPort {
    private static final long HOP_MICROS = 100;

    private final VirtualTime time;
    private final double upBytesPerMicro;
    private final double downBytesPerMicro;
    private final Deque<SimulatedLink> waiting = new ArrayDeque<>();
    private boolean sending;
    private long downFreeMicros;

    /** @param upMbit, downMbit rates of the line in megabits per second */
    public SimulatedPort(VirtualTime time, double upMbit, double downMbit) {
        this.time = time;
        this.upBytesPerMicro = upMbit / 8;
        this.downBytesPerMicro = downMbit / 8;
    }

    /** The link has something to send, and may. */
    void offer(SimulatedLink link) {
        if (!link.isQueuedAtPort()) {
            link.setQueuedAtPort(true);
            waiting.add(link);
        }
        sendNext();
    }

    private void sendNext() {
        SimulatedLink link = sending ? null : waiting.poll();
        if (link == null) {
            return;
        }
        sending = true;
        SimulatedSendQueue.Parcel parcel = link.takeParcel();
        time.after((long) Math.ceil(parcel.lengthBytes() / upBytesPerMicro), () -> {
            sending = false;
            link.setQueuedAtPort(false);
            if (link.maySend()) {
                offer(link);
            }
            link.other().port().arrive(link, parcel);
            sendNext();
        });
    }

    private void arrive(SimulatedLink sender, SimulatedSendQueue.Parcel parcel) {
        downFreeMicros = Math.max(downFreeMicros, time.nowMicros() + HOP_MICROS)
                + (long) Math.ceil(parcel.lengthBytes() / downBytesPerMicro);
        time.after(downFreeMicros - time.nowMicros(), () -> sender.delivered(parcel));
    }
}
