package org.ocsbt.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.HttpAnnounceCodec.NoPeers;
import org.ocsbt.announce.HttpAnnounceCodec.Required;
import org.ocsbt.metainfo.InfoHash;

class HttpAnnounceCodecTest {
    private static final InfoHash HASH = InfoHash.ofHex("00ff2526 3d7e".replace(" ", "") + "0".repeat(28));
    private static final String GOOD = "info_hash=" + "a".repeat(20) + "&peer_id=" + "p".repeat(20)
            + "&port=6881&uploaded=1&downloaded=2&left=3";

    @Test
    void everyFieldOfARequestComesBack() throws Exception {
        AnnounceRequest request = new AnnounceRequest(HASH, PeerId.ofText("-XX0000-\u00e4%&= +~_.9ab"), 65535,
                1, Long.MAX_VALUE, 3, AnnounceEvent.COMPLETED, 7, Optional.of("10.0.0.1"),
                Optional.of(new ClientReport("sda1 ü", 12345, "disk full & gone")));
        String query = HttpAnnounceCodec.writeRequest(request);
        assertThat(HttpAnnounceCodec.readRequest(QueryParameters.parse(query), Required.EVERY_FIELD))
                .isEqualTo(request);
    }

    @Test
    void whatIsNotSaidIsNotWritten() throws Exception {
        AnnounceRequest request = new AnnounceRequest(HASH, PeerId.UNKNOWN, 1, 0, 0, 0, AnnounceEvent.NONE,
                AnnounceRequest.NUM_WANT_UNSAID, Optional.empty(), Optional.empty());
        assertThat(HttpAnnounceCodec.writeRequest(request))
                .doesNotContain("event", "numwant", "ip=", "ocs_").contains("compact=1");
    }

    @ParameterizedTest
    @CsvSource({
        "left=3, left=-1, NEGATIVE_LEFT",
        "left=3, left=, NOT_A_NUMBER",
        "left=3, left=0x1, NOT_A_NUMBER",
        "&uploaded=1, '', NOT_A_NUMBER",
        "port=6881, port=65536, PORT_RANGE",
        "port=6881, port=-1, PORT_RANGE",
        "port=6881, port, NO_EQUALS_SIGN",
        "left=3, left=3&event=exploded, UNKNOWN_EVENT",
        "info_hash=a, info_hash=, INFO_HASH_LENGTH",
        "info_hash=, hash=, NO_INFO_HASH",
        "peer_id=p, peer_id=pp, PEER_ID_LENGTH"
    })
    void strictReadingNamesTheFault(String good, String bad, Fault fault) throws Exception {
        QueryParameters query = QueryParameters.parse(GOOD.replaceFirst(good, bad));
        assertThat(catchThrowableOfType(AnnounceFormatException.class,
                () -> HttpAnnounceCodec.readRequest(query, Required.EVERY_FIELD)).fault()).isEqualTo(fault);
    }

    @Test
    void lenientReadingTakesRubbishForUnknown() throws Exception {
        AnnounceRequest request = HttpAnnounceCodec.readRequest(QueryParameters.parse(
                "foo&info_hash=" + "a".repeat(20) + "&port=9&left=lots&event=x&uploaded=-4&numwant=1e9"),
                Required.INFO_HASH);
        assertThat(request.leftBytes()).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
        assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
        assertThat(request.uploadedBytes()).isZero();
        assertThat(request.numWant()).isEqualTo(AnnounceRequest.NUM_WANT_UNSAID);
        assertThat(request.peerId()).isEqualTo(PeerId.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "-99999999999999999999, -1", "0, 0", "1000000000, 1000000000",
        "99999999999999999999, 2147483647"})
    void numwantStaysWithinItsRange(String sent, int read) throws Exception {
        QueryParameters query = QueryParameters.parse(GOOD + "&numwant=" + sent);
        assertThat(HttpAnnounceCodec.readRequest(query, Required.EVERY_FIELD).numWant()).isEqualTo(read);
    }

    @Test
    void numbersBeyondALongAreCut() throws Exception {
        QueryParameters query = QueryParameters.parse(GOOD.replace("left=3", "left=99999999999999999999"));
        assertThat(HttpAnnounceCodec.readRequest(query, Required.EVERY_FIELD).leftBytes())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPercentSignThatEncodesNothingStandsForItself() throws Exception {
        QueryParameters query = QueryParameters.parse("a=%zz%4&b=%41%&c=+");
        assertThat(query.text("a")).isEqualTo("%zz%4");
        assertThat(query.text("b")).isEqualTo("A%");
        assertThat(query.text("c")).isEqualTo("+");
    }

    @Test
    void theNumberOfParametersIsBounded() {
        assertThatThrownBy(() -> QueryParameters.parse("a=1&".repeat(QueryParameters.MAX_PARAMETERS + 1)))
                .isInstanceOf(AnnounceFormatException.class);
    }

    @Test
    void responsesComeBackWithPeersOfBothFamilies() throws Exception {
        AnnounceResponse response = new AnnounceResponse(1, 2, 3, 1800, 900,
                CompactPeers.of(Family.IPV4, List.of(peer("192.0.2.1", 1), peer("192.0.2.2", 65535))),
                CompactPeers.of(Family.IPV6, List.of(peer("2001:db8::1", 6881))));
        assertThat(HttpAnnounceCodec.readResponse(
                HttpAnnounceCodec.writeResponse(response, NoPeers.EMPTY_STRING))).isEqualTo(response);
    }

    @Test
    void anAnswerIsWrittenAsOldTrackersWroteIt() {
        AnnounceResponse response = new AnnounceResponse(1, 0, AnnounceResponse.ABSENT, 1800,
                AnnounceResponse.ABSENT,
                CompactPeers.none(Family.IPV4), CompactPeers.none(Family.IPV6));
        assertThat(HttpAnnounceCodec.writeResponse(response, NoPeers.EMPTY_LIST))
                .asString(ISO_8859_1).isEqualTo("d8:completei1e10:incompletei0e8:intervali1800e5:peerslee");
        assertThat(HttpAnnounceCodec.writeResponse(response, NoPeers.EMPTY_STRING))
                .asString(ISO_8859_1).isEqualTo("d8:completei1e10:incompletei0e8:intervali1800e5:peers0:e");
    }

    @Test
    void peersMayBeListed() throws Exception {
        byte[] answer = "d8:intervali60e5:peersld2:ip9:192.0.2.74:porti80eed2:ip11:example.org4:porti1eeee"
                .getBytes(ISO_8859_1);
        assertThat(HttpAnnounceCodec.readResponse(answer).peers().addresses())
                .containsExactly(peer("192.0.2.7", 80));
    }

    @Test
    void aFailureReasonIsThrown() {
        assertThatThrownBy(() -> HttpAnnounceCodec.readResponse(HttpAnnounceCodec.writeFailure("go away")))
                .isInstanceOf(TrackerRefusedException.class).hasMessage("go away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "le", "d", "<html>", "d5:peers7:1234567e", "d8:interval1:xe", "d5:peersi1ee",
        "d5:peersld2:ip9:192.0.2.74:port1:xeee", "d8:intervali60ee "})
    void otherAnswersAreMalformed(String answer) {
        assertThatThrownBy(() -> HttpAnnounceCodec.readResponse(answer.getBytes(ISO_8859_1)))
                .isInstanceOf(AnnounceFormatException.class);
    }

    @Test
    void deepNestingIsRefusedNotFollowed() {
        byte[] answer = ("d1:x" + "l".repeat(500_000) + "e".repeat(500_001)).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> HttpAnnounceCodec.readResponse(answer))
                .isInstanceOf(AnnounceFormatException.class);
    }

    private static InetSocketAddress peer(String ip, int port) {
        InetAddress address = LiteralAddress.parse(ip).orElseThrow();
        return new InetSocketAddress(address, port);
    }
}
