package org.ocsbt.tracker.page;

import com.dampcake.bencode.Bencode;
import com.dampcake.bencode.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/** A {@link DeploymentView} as trackers of one machine tell it each other: bencoded, text in UTF-8. */
final class ViewCodec {
    private ViewCodec() {}

    static byte[] write(DeploymentView view) {
        List<Object> partitions = new ArrayList<>();
        for (PartitionView partition : view.partitions()) {
            List<Object> clients = new ArrayList<>();
            for (ClientRow row : partition.clients()) {
                clients.add(List.of(row.address(), row.port(), row.state().ordinal(), row.leftBytes(),
                        row.totalBytes(), row.bytesPerSecond(), row.silentSeconds(), row.error()));
            }
            partitions.add(List.of(partition.infoHash(), partition.name(), partition.totalBytes(),
                    partition.trackerPort(), clients, partition.omitted()));
        }
        return new Bencode().encode(new HashMap<>(Map.of(
                "image", view.image(), "group", view.group(), "partitions", partitions)));
    }

    /** @throws IllegalArgumentException the bytes are not what {@link #write} makes */
    static DeploymentView read(byte[] bytes) {
        try {
            BencodeReader check = new BencodeReader(bytes);
            check.skip();
            check.requireEndOfInput();
            Map<String, Object> view = new Bencode().decode(bytes, Type.DICTIONARY);
            List<PartitionView> partitions = new ArrayList<>();
            for (Object partition : list(view.get("partitions"))) {
                partitions.add(partition(list(partition)));
            }
            return new DeploymentView((String) view.get("image"), (String) view.get("group"), partitions);
        } catch (BencodeException | RuntimeException e) {
            throw new IllegalArgumentException("no deployment: " + e.getMessage(), e);
        }
    }

    private static PartitionView partition(List<?> fields) {
        List<ClientRow> clients = new ArrayList<>();
        for (Object client : list(fields.get(4))) {
            clients.add(client(list(client)));
        }
        return new PartitionView((String) fields.get(0), (String) fields.get(1), (Long) fields.get(2),
                integer(fields.get(3)), clients, integer(fields.get(5)));
    }

    private static ClientRow client(List<?> fields) {
        return new ClientRow((String) fields.get(0), integer(fields.get(1)),
                ClientState.values()[integer(fields.get(2))], (Long) fields.get(3), (Long) fields.get(4),
                (Long) fields.get(5), (Long) fields.get(6), (String) fields.get(7));
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static int integer(Object value) {
        return Math.toIntExact((Long) value);
    }
}
