package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.cli.UsageException;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;

class FileSelectionTest {
    private static final int PIECE = 100;

    /** Pieces: the first file takes 0 and half of 1, the second the rest of 1, the third 2 to 4. */
    private static final Metainfo THREE_FILES = SampleTorrent.ofSlices("three", PIECE, SampleTorrent.slice(0, 150),
            SampleTorrent.slice(1000, 50), SampleTorrent.slice(2000, 250)).metainfo();

    @ParameterizedTest
    @CsvSource({"1,0 1", "2,1", "3,2 3 4", "1-2,0 1", "'1,3',0 1 2 3 4", "'3,3',2 3 4", "2-2,1"})
    void aFileBringsAllPiecesThatItIsPartOf(String list, String pieces) throws Exception {
        Bitfield wanted = new FileSelection(list).pieces(THREE_FILES);
        assertThat(IntStream.range(0, wanted.pieceCount()).filter(wanted::get).mapToObj(String::valueOf)
                .collect(Collectors.joining(" "))).isEqualTo(pieces);
    }

    @ParameterizedTest
    @CsvSource({"4,'option -n: there are files 1 to 3, none is 4'", "2-9,'option -n: there are files 1 to 3, none is 9'",
        "0,'option -n: there are files 1 to 3, none is 0'", "3-1,option -n: 3-1 runs backwards",
        "'1,','option -n needs numbers of files such as 1,4-6, not ''1,'''",
        "99999999999,'option -n needs numbers of files such as 1,4-6, not ''99999999999'''"})
    void whatIsNoneOfTheFilesIsRefused(String list, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new FileSelection(list).pieces(THREE_FILES)).withMessage(message);
    }
}
