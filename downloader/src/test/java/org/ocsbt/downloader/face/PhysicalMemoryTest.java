package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicalMemoryTest {
    @TempDir
    Path directory;

    @Test
    void aQuarterOfASmallMachineIsTaken() throws IOException {
        assertThat(cacheBytes("MemTotal:         524288 kB\nMemFree:  1 kB\n")).isEqualTo(128L << 20);
    }

    @Test
    void aLargeMachineGivesNoMoreThanTheBound() throws IOException {
        assertThat(cacheBytes("MemTotal:       268435456 kB\n")).isEqualTo(PhysicalMemory.MOST_CACHE_BYTES);
    }

    @Test
    void anUnreadableAccountGivesTheSmallestCache() throws IOException {
        assertThat(PhysicalMemory.cacheBytes(directory.resolve("missing"))).isEqualTo(64L << 20);
        assertThat(cacheBytes("MemTotal: plenty\n")).isEqualTo(64L << 20);
        assertThat(cacheBytes("")).isEqualTo(64L << 20);
    }

    @Test
    void thisMachinesAccountIsReadable() {
        assertThat(PhysicalMemory.MEMINFO).isReadable();
        assertThat(PhysicalMemory.cacheBytes(PhysicalMemory.MEMINFO)).isPositive();
    }

    private long cacheBytes(String meminfo) throws IOException {
        return PhysicalMemory.cacheBytes(Files.writeString(directory.resolve("meminfo"), meminfo));
    }
}
