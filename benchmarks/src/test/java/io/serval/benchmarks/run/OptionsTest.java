package io.serval.benchmarks.run;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.benchmarks.server.ServerMain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OptionsTest {
    @Test void everythingIsMeasuredByDefault() {
        Options options = Options.parse();
        assertEquals(List.of(ServerMain.Name.values()), options.servers());
        assertTrue(options.wants(Scenario.FORM) && options.wants(Options.Extra.SYSCALLS));
    }

    @Test void takesWhatIsGiven() {
        Options options = Options.parse("--servers=jetty,tomcat", "--modes=large", "--seconds=0.5", "--rounds=1");
        assertEquals(List.of(ServerMain.Name.JETTY, ServerMain.Name.TOMCAT), options.servers());
        assertTrue(options.wants(Scenario.LARGE));
        assertFalse(options.wants(Scenario.FORM) || options.wants(Options.Extra.START));
        assertEquals(Duration.ofMillis(500), options.phase());
        assertEquals(1, options.rounds());
    }

    @ParameterizedTest @ValueSource(strings = {"--round=1", "rounds", "--modes=fast", "--servers=nginx"})
    void refusesWhatItDoesNotKnow(String argument) {
        assertThrows(IllegalArgumentException.class, () -> Options.parse(argument));
    }
}
