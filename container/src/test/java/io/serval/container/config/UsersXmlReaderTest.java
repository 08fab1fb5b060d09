package io.serval.container.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UsersXmlReaderTest {
    private final ConfigProblems problems = new ConfigProblems();

    private List<UserConfig> read(String xml) {
        return new UsersXmlReader(PropertySubstitution.of(Map.of(), Map.of()), problems)
                .read("users.xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test void readsTheFormatOfTomcatUsers() {
        List<UserConfig> users = read("""
                <tomcat-users xmlns="http://tomcat.apache.org/xml"
                              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                              xsi:schemaLocation="http://tomcat.apache.org/xml tomcat-users.xsd" version="1.0">
                  <role rolename="tomcat"/>
                  <role rolename="role1"/>
                  <group groupname="staff" roles="role2, role3"/>
                  <user username="both" password="p&amp;w" roles="tomcat,role1" groups="staff"/>
                  <user name="plain" password="x"/>
                </tomcat-users>
                """);

        assertEquals(List.of(new UserConfig("both", "p&w", List.of("tomcat", "role1", "role2", "role3")),
                new UserConfig("plain", "x", List.of())), users);
        assertEquals(List.of(), problems.warnings());
    }

    @Test void refusesAUserThatIsThereTwice() {
        String failure = assertThrows(ConfigException.class, () -> read("""
                <tomcat-users>
                  <user username="a" password="1"/>
                  <user username="a" password="2"/>
                </tomcat-users>
                """)).getMessage();

        assertEquals("users.xml:3:3: user a is there twice", failure);
    }

    @Test void refusesAGroupThatIsNotThere() {
        String failure = assertThrows(ConfigException.class,
                () -> read("<tomcat-users><user username='a' groups='none'/></tomcat-users>")).getMessage();

        assertTrue(failure.startsWith("users.xml:1:34: attribute groups of user names \"none\""), failure);
    }

    @Test void keepsPasswordsOutOfText() {
        assertFalse(new UserConfig("a", "secret", List.of()).toString().contains("secret"));
    }
}
