package org.ocsbt.tracker.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.announce.PeerId;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.Peer;
import org.ocsbt.tracker.swarm.SwarmTable;

class StateFileTest {
    private static final InfoHash HASH = InfoHash.ofHex("ffe90a".concat("00".repeat(17)));

    @TempDir
    private Path directory;
    private Path file;
    private final SwarmTable swarms = table();

    private static SwarmTable table() {
        return new SwarmTable(SwarmTable.Limits.USUAL, new Random(1), 0);
    }

    @BeforeEach
    void someoneIsThere() {
        file = directory.resolve("dfile");
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce("2001:db8::1", 5, AnnounceEvent.STARTED);
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED);
    }

    private void announce(String ip, long left, AnnounceEvent event) {
        PeerId id = PeerId.ofText(String.format("%-20s", "-\u00ff0-" + ip).substring(0, 20));
        swarms.announce(new AnnounceRequest(HASH, id, 6881, 0, 0, left, event, 0, Optional.empty(),
                Optional.empty()), Endpoint.of(LiteralAddress.parse(ip).orElseThrow(), 6881), 0, true, 0);
    }

    @Test
    void whatIsSavedComesBack() throws Exception {
        new StateFile(file).save(swarms);
        SwarmTable loaded = table();
        new StateFile(file).load(loaded, hash -> true, 0);
        assertThat(loaded.scrape(List.of(HASH))).isEqualTo(swarms.scrape(List.of(HASH)));
        assertThat(described(loaded)).hasSize(2).containsExactlyInAnyOrderElementsOf(described(swarms));
        assertThat(loaded.completedSinceStart()).isZero();
    }

    private static List<List<Object>> described(SwarmTable table) {
        return table.swarm(HASH).present().stream()
                .map((Peer peer) -> List.<Object>of(peer.endpoint(), peer.peerId(), peer.leftBytes())).toList();
    }

    @Test
    void theFormIsThatOfBitTornado() throws Exception {
        new StateFile(file).save(swarms);
        assertThat(Files.readString(file, ISO_8859_1))
                .startsWith("d9:completedd20:\u00ff\u00e9\n")
                .contains("5:peersd20:", "d2:ip8:10.0.0.14:lefti0e3:nati0e4:porti6881e"
                        + "13:requirecryptoi0e13:supportcryptoi0ee");
    }

    @Test
    void torrentsThatAreNotKeptAreLeftOut() throws Exception {
        new StateFile(file).save(swarms);
        SwarmTable loaded = table();
        new StateFile(file).load(loaded, hash -> false, 0);
        assertThat(loaded.swarms()).isEmpty();
    }

    @Test
    void aMissingOrEmptyFileIsNoError() throws Exception {
        new StateFile(file).load(swarms, hash -> true, 0);
        Files.createFile(file);
        new StateFile(file).load(swarms, hash -> true, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "de", "le", "d9:completedi1e5:peersdee", "d9:completedde5:peersd3:abcdeee",
        "d9:completedd20:aaaaaaaaaaaaaaaaaaaa1:xe5:peersdee",
        "d9:completedde5:peersd20:aaaaaaaaaaaaaaaaaaaad20:ppppppppppppppppppppd2:ip7:1.2.3.44:lefti0e4:porti-1eeeee"})
    void rubbishIsRefusedWhole(String content) throws Exception {
        Files.writeString(file, content, ISO_8859_1);
        SwarmTable loaded = table();
        assertThatThrownBy(() -> new StateFile(file).load(loaded, hash -> true, 0)).isInstanceOf(IOException.class);
        assertThat(loaded.swarms()).isEmpty();
    }
}
