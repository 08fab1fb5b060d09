package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstanceLockTest {
    @TempDir Path base;

    @Test void aSecondServerOnTheSameBaseIsRefusedAndToldByWhom() throws IOException {
        HomeAndBase places = new HomeAndBase(base, base);
        Path pidFile = base.resolve("run/serval.pid");
        InstanceLock first = InstanceLock.take(places, pidFile);
        try {
            String message = assertThrows(StartException.class, () -> InstanceLock.take(places, pidFile)).getMessage();

            assertTrue(message.contains("runs already on " + base + " (process " + ProcessHandle.current().pid()),
                    message);
        } finally {
            first.close();
        }
    }

    @Test void theBaseIsFreeAgainWhenTheFirstEnded() throws IOException {
        HomeAndBase places = new HomeAndBase(base, base);
        Path pidFile = base.resolve("elsewhere/my.pid");
        InstanceLock first = InstanceLock.take(places, pidFile);
        assertEquals(ProcessHandle.current().pid(), Long.parseLong(Files.readString(pidFile).strip()));
        first.close();

        assertFalse(Files.exists(pidFile));
        InstanceLock.take(places, pidFile).close();
    }
}
