package io.serval.arquillian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServalConfigurationTest {
    private final ServalConfiguration configuration = new ServalConfiguration();

    private String refusal() {
        return assertThrows(ConfigurationException.class, configuration::validate).getMessage();
    }

    @Test void isEmbeddedUnlessSet() {
        configuration.validate();
        assertEquals(ServalConfiguration.Mode.EMBEDDED, configuration.mode());
        assertEquals(List.of(), configuration.userList());
    }

    @Test void readsUsersAndOptions() {
        configuration.setUsers("ann:se:c:R1, R2 ;\n bob: pw ");
        configuration.setJavaVmArguments("  -Xmx1g   -Da=b ");
        assertEquals(List.of("-Xmx1g", "-Da=b"), configuration.javaVmArguments());
        assertEquals(new User("bob", "pw", Set.of()), configuration.userList().get(1));
        configuration.setUsers("ann:secret:R1, R2");
        assertEquals(List.of(new User("ann", "secret", Set.of("R1", "R2"))), configuration.userList());
    }

    @Test void saysWhatWouldBeValid(@TempDir Path directory) throws Exception {
        configuration.setMode("remote");
        assertTrue(refusal().contains("embedded or managed, was remote"));
        configuration.setMode("embedded");
        configuration.setPort(70_000);
        assertTrue(refusal().contains("between 0 and 65535, was 70000"));
        configuration.setPort(0);
        configuration.setUsers("nobody");
        assertTrue(refusal().contains("name:password:role,role"));
        configuration.setUsers("");
        configuration.setMode("managed");
        configuration.setHome(directory.toString());
        assertTrue(refusal().contains("lib/"));
        Files.createDirectories(directory.resolve("lib"));
        configuration.validate();
        configuration.setJavaHome(directory.toString());
        assertTrue(refusal().contains("bin/java"));
    }
}
