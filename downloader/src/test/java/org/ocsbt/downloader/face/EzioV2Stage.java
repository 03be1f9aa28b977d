package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;

/** The daemon in front of a scripted session, ended after each test. */
abstract class EzioV2Stage {
    ScriptedSession session = ScriptedSession.always(Status.downloading());
    RunningDaemon daemon;

    @AfterEach
    void stopDaemon() {
        if (daemon != null) {
            daemon.close();
        }
    }

    EZIOBlockingStub start(String... args) throws InterruptedException {
        daemon = new RunningDaemon(session, args);
        return daemon.connect();
    }

    static void assertFails(EZIOBlockingStub stub, AddRequest request, Code code, String reason) {
        assertThatThrownBy(() -> stub.addTorrent(request)).isInstanceOfSatisfying(
                StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(reason);
    }
}
