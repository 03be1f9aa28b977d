package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.cli.UsageException;
import org.ocsbt.piece.Bitfield;

class BitfieldFileTest {
    @TempDir
    private Path directory;
    private Path path;
    private BitfieldFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("sda1.torrent.bf");
        file = new BitfieldFile(path);
    }

    @Test
    void whatIsMissingIsKept() throws Exception {
        Bitfield here = new Bitfield(11);
        here.set(0);
        here.set(10);
        file.keep(here);
        assertThat(path).hasBinaryContent(new byte[] {(byte) 0x80, 0x20});
        assertThat(file.read(11).orElseThrow().toWire()).isEqualTo(here.toWire());
    }

    @Test
    void itGoesWhenNothingIsMissing() throws Exception {
        file.keep(new Bitfield(3));
        file.keep(Bitfield.full(3));
        assertThat(path).doesNotExist();
        file.keep(Bitfield.full(3));
        assertThat(file.read(3)).isEmpty();
    }

    @Test
    void aBitfieldOfAnotherTorrentIsRefused() throws Exception {
        Files.write(path, new byte[] {(byte) 0xFF, (byte) 0xFF});
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> file.read(20))
                .withMessage("bitfield file " + path + " is of another torrent: it has 2 bytes, not 3");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> file.read(11))
                .withMessageContaining("is of another torrent: a spare bit");
    }
}
