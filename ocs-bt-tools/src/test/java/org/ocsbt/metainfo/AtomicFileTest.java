package org.ocsbt.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path directory;

    @Test
    void writesANewFileAndLeavesNothingBeside() throws Exception {
        Path file = directory.resolve("new");
        AtomicFile.write(file, CONTENT);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(directory).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void keepsTheModeOfWhatItReplaces() throws Exception {
        Path file = Files.write(directory.resolve("old"), new byte[] {9});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        AtomicFile.write(file, CONTENT);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("r--r-----");
    }

    @Test
    void followsASymbolicLink() throws Exception {
        Path file = Files.write(directory.resolve("real"), new byte[] {9});
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        AtomicFile.write(link, CONTENT);

        assertThat(link).isSymbolicLink();
        assertThat(file).hasBinaryContent(CONTENT);
    }

    @Test
    void createRefusesToReplace() throws Exception {
        Path file = Files.write(directory.resolve("old"), new byte[] {9});

        assertThatThrownBy(() -> AtomicFile.create(file, CONTENT)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(new byte[] {9});
    }

    @Test
    void failureLeavesTheOldFile() throws Exception {
        Path missing = directory.resolve("missing/file");
        assertThatThrownBy(() -> AtomicFile.write(missing, CONTENT)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AtomicFile.write(directory, CONTENT)).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }
}
