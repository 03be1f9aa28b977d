package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Event;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Report;
import org.ocsbt.metainfo.InfoHash;

class HttpAnnouncerTest {
    private static final Environment ENVIRONMENT =
            new Environment(null, null, null, null, null, 6881, Optional.empty(), new byte[20], false);

    @Test
    void aMissingClassIsAFailedAnnounce() {
        HttpAnnouncer announcer = new HttpAnnouncer(
                URI.create("http://127.0.0.1:1/announce"), InfoHash.of(new byte[20]), () -> {
                    throw new NoClassDefFoundError("java/sql/Timestamp");
                }, ENVIRONMENT);

        assertThatThrownBy(() -> announcer.announce(new Report(Event.STARTED, 0, 0, 1)))
                .isInstanceOf(IOException.class).hasMessageContaining("java/sql/Timestamp");
    }
}
