package io.serval.container.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CredentialElementTest {
    private final ConfigProblems problems = new ConfigProblems();

    private RealmConfig realm(String handlers) {
        String xml = """
                <Context><Realm className="org.apache.catalina.realm.UserDatabaseRealm">%s</Realm></Context>
                """.formatted(handlers);
        return new ContextXmlReader(new PropertySubstitution(name -> null), problems)
                .read("context.xml", xml.getBytes(StandardCharsets.UTF_8), ContextSettings.DEFAULT).realm();
    }

    @Test void readsHandlersInsideAHandler() {
        CredentialConfig nested = realm("""
                <CredentialHandler className="org.apache.catalina.realm.NestedCredentialHandler">
                  <CredentialHandler className="org.apache.catalina.realm.SecretKeyCredentialHandler" keyLength="256"/>
                  <CredentialHandler className="com.example.Own" x="y"/>
                </CredentialHandler>""").credential();

        assertTrue(nested.className().endsWith(".NestedCredentialHandler"));
        assertEquals(Map.of("keyLength", "256"), nested.nested().get(0).attributes());
        assertEquals("com.example.Own", nested.nested().get(1).className());
        assertEquals(3, nested.nested().get(1).location().line());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void hasNoneForPlainPasswords() {
        assertNull(realm("").credential());
    }

    @Test void warnsOfOtherElements() {
        realm("<CredentialHandler className=\"com.example.Own\"><Realm/></CredentialHandler>");

        assertEquals(1, problems.warnings().size());
    }
}
