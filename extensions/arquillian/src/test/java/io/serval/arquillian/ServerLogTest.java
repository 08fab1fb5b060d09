package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServerLogTest {
    private static final Path WAR = Path.of("/base/webapps/a.war");

    @TempDir Path directory;

    private ServerLog log() {
        return new ServerLog(directory.resolve("serval.log"));
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("serval.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test void findsHowADeploymentWent() throws IOException {
        assertEquals(0, log().end());
        assertEquals(Optional.empty(), log().outcome(WAR, 0));
        write("10:00 INFO  [x] c.D Deployment of web application archive [/base/webapps/b.war] has finished in [3] ms\n"
                + "10:00 INFO  [x] c.D Deployment of web application archive [" + WAR + "] has finished in [3] m");
        assertEquals(Optional.empty(), log().outcome(WAR, 0), "the line is not whole yet");
        write("s\n");
        assertFalse(log().outcome(WAR, 0).orElseThrow().failed());
    }

    @Test void tellsAFailureWithItsCauseAndNothingElse() throws IOException {
        write("x Deployment of web application archive [" + WAR + "] has finished in [3] ms\n");
        long from = log().end();
        write("x Deployment of web application archive [" + WAR + "] has failed; a sentence\n    cause: it rains\n"
                + "        at a.B.c(B.java:1)\nx another line\n");
        assertEquals("Deployment of web application archive [" + WAR + "] has failed; a sentence\n    cause: it rains\n"
                + "        at a.B.c(B.java:1)", log().outcome(WAR, from).orElseThrow().message());
    }

    @Test void knowsWhatWasTakenAway() throws IOException {
        write("x Undeploying context [/a]\nx Undeploying context [/]\n");
        assertTrue(log().tellsOfUndeployment("/a", 0));
        assertTrue(log().tellsOfUndeployment("", 0));
        assertFalse(log().tellsOfUndeployment("/b", 0));
    }
}
