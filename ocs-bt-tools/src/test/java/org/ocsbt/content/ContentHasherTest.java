package org.ocsbt.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.metainfo.PieceHashes;

@Timeout(20)
class ContentHasherTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1,100", "3,100", "3,32768", "2,300000", "4,1000000"})
    void piecesSpanFilesWhateverTheThreads(int threads, int pieceLength) throws Exception {
        List<ContentFile> files = new ArrayList<>();
        PieceHasher inOrder = new PieceHasher(pieceLength);
        Random random = new Random(1);
        int[] lengths = {0, 1, 99, 0, 0, 32768, 400_000, 7, 0};
        for (int i = 0; i < lengths.length; i++) {
            byte[] data = new byte[lengths[i]];
            random.nextBytes(data);
            files.add(ContentTree.file(Files.write(directory.resolve("f" + i), data)));
            inOrder.update(ByteBuffer.wrap(data));
        }

        PieceHashes hashes = new ContentHasher(files, pieceLength).hash(threads, done -> { });

        assertThat(hashes.toBytes()).isEqualTo(inOrder.finish().toBytes());
    }

    @Test
    void progressNeverGoesBack() throws Exception {
        List<Integer> seen = new ArrayList<>();
        Path file = Files.write(directory.resolve("f"), new byte[5_000_000]);

        new ContentHasher(List.of(ContentTree.file(file)), 1000).hash(2, seen::add);

        assertThat(seen).isNotEmpty().isSorted();
    }

    @Test
    void fileThatBecameShorterIsNamed() throws Exception {
        Path file = Files.write(directory.resolve("f"), new byte[5000]);
        ContentHasher hasher = new ContentHasher(List.of(ContentTree.file(file)), 1000);
        Files.write(file, new byte[4000]);

        assertThatThrownBy(() -> hasher.hash(2, done -> { }))
                .hasMessage(file + ": The file became shorter while it was read");
    }

    @Test
    void fileThatGrewIsNamed() throws Exception {
        Path file = Files.write(directory.resolve("f"), new byte[5000]);
        ContentHasher hasher = new ContentHasher(List.of(ContentTree.file(file)), 1000);
        Files.write(file, new byte[6000]);

        assertThatThrownBy(() -> hasher.hash(2, done -> { })).hasMessage(file + ": The file changed while it was read");
    }

    @Test
    void fileThatVanishedIsNamed() throws Exception {
        Path file = Files.write(directory.resolve("f"), new byte[5000]);
        ContentHasher hasher = new ContentHasher(List.of(ContentTree.file(file)), 1000);
        Files.delete(file);

        assertThatThrownBy(() -> hasher.hash(2, done -> { })).hasMessage(file.toString());
    }
}
