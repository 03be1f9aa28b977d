package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EzioContractTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "-t 1 sda1.torrent /dev/sda1",
        "-t 3 -k 60 -U -f --cache 2048 -T Z/I/P.torrent -L Z/I",
        "-U -f -T a.torrent -L Z -T b.torrent -L Z",
        "--ca 5 --tor a --sav b",
        "--legacy_torrent a --legacy_save_path b",
        "a.torrent",
        "-T a.torrent",
        "-U",
        "-t 3",
        "-T a.torrent -L /dev/x --bogus",
    })
    void theseRunOnce(String line) {
        assertThat(EzioContract.of(line.split(" "))).isEqualTo(EzioContract.ONE_SHOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-F",
        "-h",
        "-v",
        "-l 127.0.0.1:5000",
        "-p 7000 -l 127.0.0.1:5000",
        "--cache-size 512 --aio-threads 4 --slow-start --slow-start-period 10 --enable-dht --enable-lsd",
        "-F --cache-size 512",
        "--cache 512",
        "-F word",
        "--bogus",
    })
    void theseAreTheDaemon(String line) {
        assertThat(EzioContract.of(line.split(" "))).isEqualTo(EzioContract.DAEMON);
    }

    @Test
    void noWordAtAllIsTheDaemon() {
        assertThat(EzioContract.of()).isEqualTo(EzioContract.DAEMON);
    }
}
