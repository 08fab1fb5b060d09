package io.serval.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.CallbackHandler;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigFactory.RegistrationContext;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.RegistrationListener;
import jakarta.security.auth.message.config.ServerAuthConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Registrations and their file (Jakarta Authentication 3.1 §2.1.1, and the javadoc of {@code AuthConfigFactory}). */
class AuthConfigFactoryTest {
    private static final String LAYER = "HttpServlet";
    private static final String APP = "localhost /app";

    @TempDir Path directory;

    private final List<String> heard = new ArrayList<>();

    /** A provider of nothing, which remembers what it was made of. */
    public static final class TestProvider implements AuthConfigProvider {
        final Map<String, String> properties;

        /** @param factory where it registers itself, if the properties say so */
        public TestProvider(Map<String, String> properties, AuthConfigFactory factory) {
            this.properties = properties;
            if (properties != null && properties.containsKey("fail")) {
                throw new IllegalStateException("as told");
            }
            if (factory != null && properties != null && properties.containsKey("self")) {
                factory.registerConfigProvider(this, LAYER, properties.get("self"), "by itself");
            }
        }

        @Override public ClientAuthConfig getClientAuthConfig(String layer, String app, CallbackHandler handler) {
            return new NoClientConfig(layer, app);
        }

        @Override public ServerAuthConfig getServerAuthConfig(String layer, String app, CallbackHandler handler) {
            return null;
        }

        @Override public void refresh() {
        }
    }

    private static AuthConfigProvider provider() {
        return new TestProvider(null, null);
    }

    private Path file() {
        return directory.resolve("jaspic-providers.xml");
    }

    private RegistrationListener listener(String name) {
        return (layer, app) -> heard.add(name + ' ' + layer + ' ' + app);
    }

    @Test void prefersTheMostSpecificRegistration() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(null);
        AuthConfigProvider both = provider();
        AuthConfigProvider ofApp = provider();
        AuthConfigProvider ofLayer = provider();
        AuthConfigProvider all = provider();
        String id = factory.registerConfigProvider(both, LAYER, APP, null);
        String idOfApp = factory.registerConfigProvider(ofApp, null, APP, null);
        factory.registerConfigProvider(ofLayer, LAYER, null, null);
        factory.registerConfigProvider(all, null, null, null);

        assertSame(both, factory.getConfigProvider(LAYER, APP, null));
        assertSame(ofApp, factory.getConfigProvider("SOAP", APP, null));
        assertSame(ofLayer, factory.getConfigProvider(LAYER, "localhost /other", null));
        assertSame(all, factory.getConfigProvider("SOAP", "localhost /other", null));
        assertTrue(factory.removeRegistration(id));
        assertSame(ofApp, factory.getConfigProvider(LAYER, APP, null));
        assertTrue(factory.removeRegistration(idOfApp));
        assertSame(ofLayer, factory.getConfigProvider(LAYER, APP, null));
        factory.registerConfigProvider((AuthConfigProvider) null, LAYER, APP, null);
        assertNull(factory.getConfigProvider(LAYER, APP, null), "a registration of none is the best match");
        assertFalse(factory.removeRegistration("unknown"));
    }

    @Test void keepsTheIdentifierOfARegistrationThatIsReplaced() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(null);
        AuthConfigProvider second = provider();
        String id = factory.registerConfigProvider(provider(), LAYER, APP, "first");

        assertEquals(id, factory.registerConfigProvider(second, LAYER, APP, "second"));
        assertNotEquals(id, factory.registerConfigProvider(second, null, APP, null));
        RegistrationContext context = factory.getRegistrationContext(id);
        assertEquals(List.of(LAYER, APP, "second"),
                List.of(context.getMessageLayer(), context.getAppContext(), context.getDescription()));
        assertFalse(context.isPersistent());
        assertEquals(2, factory.getRegistrationIDs(second).length);
        assertEquals(2, factory.getRegistrationIDs(null).length);
        assertEquals(0, factory.getRegistrationIDs(provider()).length);
        assertNull(factory.getRegistrationContext("unknown"));
    }

    @Test void tellsListenersOnceWhenAnotherProviderAnswers() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(null);
        factory.getConfigProvider(LAYER, APP, listener("early"));
        factory.getConfigProvider(LAYER, "localhost /other", listener("other"));
        factory.registerConfigProvider(provider(), LAYER, APP, null);
        assertEquals(List.of("early HttpServlet localhost /app"), heard);

        heard.clear();
        factory.getConfigProvider(LAYER, APP, listener("late"));
        factory.registerConfigProvider(provider(), null, null, null);
        assertEquals(List.of("other null null"), heard, "a worse match does not concern those who have a better one");
        factory.registerConfigProvider(provider(), LAYER, APP, null);
        factory.registerConfigProvider(provider(), LAYER, APP, null);
        assertEquals(List.of("other null null", "late HttpServlet localhost /app"), heard);
    }

    @Test void detachesListeners() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(null);
        String id = factory.registerConfigProvider(provider(), LAYER, APP, null);
        RegistrationListener listener = listener("gone");
        factory.getConfigProvider(LAYER, APP, listener);
        factory.getConfigProvider(LAYER, "localhost /other", listener);

        assertArrayEquals(new String[0], factory.detachListener(listener, "SOAP", null));
        assertArrayEquals(new String[] {id}, factory.detachListener(listener, null, null));
        factory.removeRegistration(id);
        assertEquals(List.of(), heard);
    }

    @Test void keepsRegistrationsByClassNameInTheFile() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(file());
        Map<String, String> properties = Map.of("key", "<\"value\" & more>");
        String id = factory.registerConfigProvider(TestProvider.class.getName(), properties, LAYER, APP, "a \"b\"");
        factory.registerConfigProvider((String) null, null, LAYER, "localhost /none", null);
        factory.registerConfigProvider(provider(), LAYER, "localhost /memory", null);

        AuthConfigFactory again = new ServalAuthConfigFactory(file());
        TestProvider known = (TestProvider) again.getConfigProvider(LAYER, APP, null);
        assertEquals(properties, known.properties);
        assertEquals("a \"b\"", again.getRegistrationContext(id).getDescription());
        assertTrue(again.getRegistrationContext(id).isPersistent());
        assertEquals(2, again.getRegistrationIDs(null).length);

        assertTrue(again.removeRegistration(id));
        assertNull(new ServalAuthConfigFactory(file()).getRegistrationContext(id));
    }

    @Test void writesNoFileWhereThereIsNoDirectory() {
        Path nowhere = directory.resolve("conf/jaspic-providers.xml");
        new ServalAuthConfigFactory(nowhere).registerConfigProvider(TestProvider.class.getName(), null, LAYER, APP,
                null);
        assertFalse(Files.exists(nowhere.getParent()));
    }

    @Test void letsAProviderOfTheFileRegisterItself() throws IOException {
        write("<provider className=\"" + TestProvider.class.getName() + "\"><property name=\"self\" value=\"" + APP
                + "\"/></provider>");
        AuthConfigFactory factory = new ServalAuthConfigFactory(file());

        assertNotNull(factory.getConfigProvider(LAYER, APP, null));
        assertNull(factory.getConfigProvider(LAYER, "localhost /other", null));
    }

    @Test void readsTheFileAgain() throws IOException {
        AuthConfigFactory factory = new ServalAuthConfigFactory(file());
        factory.registerConfigProvider(TestProvider.class.getName(), Map.of("k", "1"), LAYER, APP, null);
        factory.registerConfigProvider(TestProvider.class.getName(), null, LAYER, "localhost /goes", null);
        AuthConfigProvider before = factory.getConfigProvider(LAYER, APP, listener("kept"));
        factory.getConfigProvider(LAYER, "localhost /goes", listener("gone"));
        write("<provider className=\"" + TestProvider.class.getName() + "\" layer=\"HttpServlet\" appContext=\"" + APP
                + "\"><property name=\"k\" value=\"1\"/></provider>");
        factory.refresh();
        assertSame(before, factory.getConfigProvider(LAYER, APP, null), "nothing changed");
        assertEquals(List.of("gone HttpServlet localhost /goes"), heard);

        write("<provider className=\"" + TestProvider.class.getName() + "\" layer=\"HttpServlet\" appContext=\"" + APP
                + "\"><property name=\"k\" value=\"2\"/></provider>");
        factory.refresh();
        assertEquals(Map.of("k", "2"), ((TestProvider) factory.getConfigProvider(LAYER, APP, null)).properties);
        assertTrue(heard.contains("kept HttpServlet localhost /app"));
    }

    @Test void keepsAnEntryWhoseProviderIsNotThereNow() throws IOException {
        write("<provider className=\"com.example.Away\" layer=\"HttpServlet\" appContext=\"localhost /away\"/>"
                + "<provider className=\"" + TestProvider.class.getName()
                + "\" layer=\"HttpServlet\" appContext=\"localhost /fails\">"
                + "<property name=\"fail\" value=\"\"/></provider>");
        AuthConfigFactory factory = new ServalAuthConfigFactory(file());
        factory.registerConfigProvider(TestProvider.class.getName(), null, LAYER, APP, null);

        assertNull(factory.getConfigProvider(LAYER, "localhost /away", null));
        String written = Files.readString(file());
        assertTrue(written.contains("com.example.Away") && written.contains("localhost /fails"), written);
    }

    @Test void saysWhereAFileIsWrong() throws IOException {
        write("\n<provider className=\"x\">\n<property nam=\"y\"/></provider>");
        SecurityException failure = assertThrows(SecurityException.class, () -> new ServalAuthConfigFactory(file()));
        assertTrue(failure.getMessage().contains("jaspic-providers.xml:3"), failure.getMessage());

        Files.writeString(file(), "<jaspic-providers><provider>");
        assertThrows(SecurityException.class, () -> new ServalAuthConfigFactory(file()));
    }

    @Test void refusesProvidersThatCannotBeMade() {
        AuthConfigFactory factory = new ServalAuthConfigFactory(null);
        for (String each : Set.of("com.example.Missing", "java.lang.String", ModuleConfigProvider.class.getName())) {
            SecurityException failure = assertThrows(SecurityException.class,
                    () -> factory.registerConfigProvider(each, null, LAYER, APP, null));
            assertTrue(failure.getMessage().contains(each), failure.getMessage());
        }
        assertNull(factory.getConfigProvider(LAYER, APP, null));
    }

    private void write(String providers) throws IOException {
        Files.writeString(file(), "<jaspic-providers>" + providers + "</jaspic-providers>");
    }
}
