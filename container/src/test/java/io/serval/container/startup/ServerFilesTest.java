package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ContextSwitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServerFilesTest {
    @TempDir Path base;

    private final ConfigProblems problems = new ConfigProblems();
    private HomeAndBase places;

    @BeforeEach void makeConf() throws IOException {
        Files.createDirectories(base.resolve("conf"));
        places = new HomeAndBase(base, base);
    }

    @Test void readsTheConfigurationThatIsShippedWithoutAWarning() throws IOException {
        Path checkout = Path.of("").toAbsolutePath().getParent();
        ServerFiles files = ServerFiles.read(new HomeAndBase(checkout, base), problems);

        assertEquals(List.of(), problems.warnings());
        assertEquals(8080, files.server().services().get(0).connectors().get(0).connector().port());
        assertEquals(8005, files.server().port());
    }

    @Test void saysWhatToDoWhenThereIsNoServerXml() {
        String message = assertThrows(StartException.class, () -> ServerFiles.read(places, problems)).getMessage();

        assertTrue(message.startsWith("There is no " + base.resolve("conf/server.xml") + ". Copy conf/"), message);
    }

    @Test void takesPropertiesOfATomcatsBaseAndDefaultsForContexts() throws IOException {
        Files.writeString(base.resolve("conf/catalina.properties"), "my.port=8123\n");
        Files.writeString(base.resolve("conf/context.xml"), "<Context crossContext='true'/>");
        Files.writeString(base.resolve("conf/server.xml"), """
                <Server port="-1"><Service name="S"><Connector port="${my.port}"/>
                <Engine name="E" defaultHost="a"><Host name="a"><Context path="/x" docBase="${catalina.base}/x"/>
                </Host></Engine></Service></Server>
                """);

        var service = ServerFiles.read(places, problems).server().services().get(0);
        assertEquals(8123, service.connectors().get(0).connector().port());
        var context = service.engine().hosts().get(0).contexts().get(0);
        assertTrue(context.is(ContextSwitch.CROSS_CONTEXT));
        assertEquals(base + "/x", context.docBase());
    }
}
