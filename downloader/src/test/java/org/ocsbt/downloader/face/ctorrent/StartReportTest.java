package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StartReportTest {
    private final ByteArrayOutputStream starter = new ByteArrayOutputStream();
    private final ByteArrayOutputStream own = new ByteArrayOutputStream();

    @Test
    void linesGoToTheStarterUntilAllIsInOrder() {
        StartReport report = new StartReport(starter, own);
        PrintStream lines = new PrintStream(report, true);
        lines.println("not yet");
        report.ready();
        lines.println("later");
        assertThat(starter).hasToString("not yet\nready\n");
        assertThat(own).hasToString("later\n");
    }

    @Test
    void withoutAStarterEverythingIsItsOwn() {
        StartReport report = new StartReport(null, own);
        report.ready();
        new PrintStream(report, true).println("a line");
        assertThat(own).hasToString("a line\n");
    }

    @Test
    void aStarterThatIsGoneIsNoFault() {
        StartReport report = new StartReport(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        }, own);
        report.ready();
        new PrintStream(report, true).println("a line");
        assertThat(own).hasToString("a line\n");
    }
}
