package io.serval.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Runs the jcstress tests of this module, which fail on any outcome that is not named as acceptable. How thorough:
 * {@code -Dstress.mode=} with sanity, quick, default or tough. The report is in {@code target/jcstress}.
 */
class StressIT {
    @Test void noInterleavingHasAForbiddenOutcome() throws IOException, InterruptedException {
        Path reports = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        Process run = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main",
                "-m", System.getProperty("stress.mode", "quick"), "-r", reports.toString())).directory(reports.toFile())
                .redirectErrorStream(true).redirectOutput(reports.resolve("run.txt").toFile()).start();
        assertEquals(0, run.waitFor(), "a forbidden outcome: see target/jcstress/run.txt and index.html");
    }
}
