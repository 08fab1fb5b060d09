package io.serval.container.naming;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.naming.Binding;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.loader.SharedApi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AppNamingTest {
    /** A resource that remembers what was done to it. */
    public static final class Pool implements AutoCloseable {
        final Map<String, String> settings = new Hashtable<>();
        boolean closed;
        boolean shut;

        @Override public void close() {
            closed = true;
        }

        public void shutDown() {
            shut = true;
        }
    }

    /** A factory as pools bring it. */
    public static final class PoolFactory implements ObjectFactory {
        @Override public Object getObjectInstance(Object object, Name name, Context context,
                                                  Hashtable<?, ?> environment) {
            Pool pool = new Pool();
            for (RefAddr address : Collections.list(((Reference) object).getAll())) {
                pool.settings.put(address.getType(), (String) address.getContent());
            }
            pool.settings.put("name", name.toString());
            return pool;
        }
    }

    /** A bean with properties. */
    public static final class Mailer {
        private String host;
        private int port;

        public void setHost(String value) {
            host = value;
        }

        public void setPort(int value) {
            port = value;
        }
    }

    static final SourceLocation PLACE = new SourceLocation("context.xml", 4, 1);

    private final ClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());

    private static NamingConfig resource(String name, String type, Map<String, String> attributes) {
        return new NamingConfig(NamingConfig.Kind.RESOURCE, name, type, attributes, PLACE);
    }

    private static NamingConfig pool(String name) {
        return resource(name, "some.Pool", Map.of("factory", PoolFactory.class.getName(), "auth", "Container",
                "maxTotal", "8"));
    }

    private static NamingConfig environment(String name, String value, String override) {
        return new NamingConfig(NamingConfig.Kind.ENVIRONMENT, name, "java.lang.String",
                Map.of("value", value, "override", override), PLACE);
    }

    static NamingEntry entry(NamingEntry.Kind kind, String name, String type, String value, String lookup) {
        return new NamingEntry(kind, name, type, value, lookup, null, List.of(), Map.of(),
                new SourceLocation("web.xml", 9, 5));
    }

    private static NamingEntry env(String name, String type, String value) {
        return entry(NamingEntry.Kind.ENV_ENTRY, name, type, value, null);
    }

    private AppNaming naming(List<NamingConfig> configured, NamingEntry... declared) {
        return new AppNaming(configured, List.of(declared), GlobalNaming.empty(), loader);
    }

    @ParameterizedTest
    @CsvSource({"java.lang.String,' a b ',java.lang.String", "java.lang.Integer, 0x10,java.lang.Integer",
        "java.lang.Long,-5,java.lang.Long", "java.lang.Short,7,java.lang.Short", "java.lang.Byte,7,java.lang.Byte",
        "java.lang.Boolean,TRUE,java.lang.Boolean", "java.lang.Character,x,java.lang.Character",
        "java.lang.Double,1.5,java.lang.Double", "java.lang.Float,1.5,java.lang.Float",
        "java.lang.Class,java.util.List,java.lang.Class",
        "java.util.concurrent.TimeUnit,DAYS,java.util.concurrent.TimeUnit"})
    void readsEntriesOfEachType(String type, String text, String className) throws Exception {
        Object value = naming(List.of(), env("x", type, text)).lookup("x");

        assertEquals(className, value instanceof Enum<?> constant ? constant.getDeclaringClass().getName()
                : value.getClass().getName());
    }

    @Test void keepsTheValuesThatAreWritten() throws Exception {
        AppNaming naming = naming(List.of(), env("s", "java.lang.String", " a b "),
                env("hex", "java.lang.Integer", " 0x10 "), env("u", "java.util.concurrent.TimeUnit", "DAYS"));

        assertEquals(" a b ", naming.lookup("s"));
        assertEquals(16, naming.lookup("hex"));
        assertSame(TimeUnit.DAYS, naming.lookup("u"));
    }

    @ParameterizedTest
    @CsvSource({"java.lang.Integer,ten", "java.lang.Boolean,yes", "java.lang.Character,ab", "java.util.Date,now",
        "java.lang.Class,no.such.Class", "java.util.concurrent.TimeUnit,YEARS", "no.such.Type,x"})
    void saysWhereAValueIsNoneOfItsType(String type, String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> naming(List.of(), env("x", type, text)));

        assertTrue(failure.getMessage().startsWith("web.xml:9:5: value \"" + text + '"'), failure.getMessage());
        assertTrue(failure.getMessage().contains(type), failure.getMessage());
    }

    @Test void findsNamesByEveryWayOfWritingThem() throws Exception {
        AppNaming naming = naming(List.of(), env("a/b", "java.lang.String", "v"));
        Context root = naming.context();
        Context env = (Context) root.lookup("java:comp/env");

        assertEquals("v", env.lookup("a/b"));
        assertEquals("v", ((Context) env.lookup("a")).lookup("b"));
        assertEquals("v", root.lookup("comp/env/a/b"));
        assertEquals("v", root.lookup("java:comp/env/a/b"));
        assertEquals("v", root.lookup("java:module/env/a/b"));
        assertEquals("v", env.lookup(env.getNameParser("").parse("a/b")));
        assertEquals("v", env.lookup("java:comp/env/a/b"), "a whole name counts from the root");
        assertEquals("java:comp/env", env.getNameInNamespace());
    }

    @Test void hasAnEnvironmentEvenIfNothingIsInIt() throws Exception {
        Context root = naming(List.of()).context();

        assertFalse(((Context) root.lookup("java:comp/env")).list("").hasMore());
        assertEquals("comp", root.list("").next().getName());
        assertThrows(NameNotFoundException.class, () -> root.lookup("java:comp/env/x"));
    }

    @Test void listsNamesInOrder() throws Exception {
        Context env = (Context) naming(List.of(), env("b", "java.lang.Integer", "1"),
                env("a/x", "java.lang.String", "2"), env("a/y", "java.lang.String", "3")).lookup("java:comp/env");
        List<String> listed = new ArrayList<>();
        for (NameClassPair each : Collections.list(env.list(""))) {
            listed.add(each.getName() + ' ' + each.getClassName());
        }
        List<Object> values = new ArrayList<>();
        for (Binding each : Collections.list(env.listBindings("a"))) {
            values.add(each.getObject());
        }

        assertEquals(List.of("a javax.naming.Context", "b java.lang.Integer"), listed);
        assertEquals(List.of("2", "3"), values);
        assertThrows(NotContextException.class, () -> env.list("b"));
        assertThrows(NameNotFoundException.class, () -> env.list("c"));
    }

    @Test void cannotBeChangedByTheApplication() throws Exception {
        Context env = (Context) naming(List.of()).lookup("java:comp/env");

        assertThrows(OperationNotSupportedException.class, () -> env.bind("x", "y"));
        assertThrows(OperationNotSupportedException.class, () -> env.rebind("x", "y"));
        assertThrows(OperationNotSupportedException.class, () -> env.unbind("x"));
        assertThrows(OperationNotSupportedException.class, () -> env.rename("x", "y"));
        assertThrows(OperationNotSupportedException.class, () -> env.createSubcontext("x"));
        assertThrows(OperationNotSupportedException.class, () -> env.destroySubcontext("x"));
    }

    @Test void makesAResourceOnceAndClosesItWithTheApplication() throws Exception {
        AppNaming naming = naming(List.of(pool("jdbc/shop")),
                entry(NamingEntry.Kind.RESOURCE_REF, "jdbc/shop", "javax.sql.DataSource", null, null));
        Pool pool = (Pool) naming.lookup("jdbc/shop");

        assertEquals(Map.of("maxTotal", "8", "name", "jdbc/shop"), pool.settings);
        assertSame(pool, naming.lookup("java:comp/env/jdbc/shop"));
        assertFalse(pool.closed);
        naming.close();
        assertTrue(pool.closed);
        assertThrows(NamingException.class, () -> naming.lookup("jdbc/shop"));
    }

    @Test void makesAResourceAnewForEachLookupIfItIsNoSingleton() throws Exception {
        AppNaming naming = naming(List.of(resource("p", "some.Pool", Map.of("factory", PoolFactory.class.getName(),
                "singleton", "false"))));

        assertNotSame(naming.lookup("p"), naming.lookup("p"));
    }

    @Test void callsTheCloseMethodThatIsNamed() throws Exception {
        AppNaming naming = naming(List.of(resource("p", "some.Pool", Map.of("factory", PoolFactory.class.getName(),
                "closeMethod", "shutDown"))));
        Pool pool = (Pool) naming.lookup("p");
        naming.close();

        assertTrue(pool.shut);
        assertFalse(pool.closed);
    }

    @Test void makesBeansAndSaysWhichPropertiesTheyHave() throws Exception {
        Mailer mailer = (Mailer) naming(List.of(resource("m", Mailer.class.getName(),
                Map.of("host", "mx", "port", "25")))).lookup("m");
        AppNaming wrong = naming(List.of(resource("m", Mailer.class.getName(), Map.of("hots", "mx"))));
        AppNaming number = naming(List.of(resource("m", Mailer.class.getName(), Map.of("port", "smtp"))));

        assertEquals("mx", mailer.host);
        assertEquals(25, mailer.port);
        String message = assertThrows(NamingException.class, () -> wrong.lookup("m")).getMessage();
        assertTrue(message.contains("context.xml:4:1") && message.contains("[host, port]"), message);
        message = assertThrows(NamingException.class, () -> number.lookup("m")).getMessage();
        assertTrue(message.contains("port cannot be \"smtp\": it is a int"), message);
    }

    @Test void saysWhichFactoryIsMissing() {
        AppNaming naming = naming(List.of(resource("p", "some.Pool", Map.of("factory", "com.example.Missing"))));

        String message = assertThrows(NamingException.class, () -> naming.lookup("p")).getMessage();
        assertTrue(message.contains("com.example.Missing is not in WEB-INF/lib"), message);
    }

    @Test void saysWhatToDoAboutAReferenceWithoutResource() {
        AppNaming naming = naming(List.of(),
                entry(NamingEntry.Kind.RESOURCE_REF, "jdbc/shop", "javax.sql.DataSource", null, null));

        String message = assertThrows(NameNotFoundException.class, () -> naming.lookup("jdbc/shop")).getMessage();
        assertTrue(message.startsWith("web.xml:9:5: ") && message.contains("<Resource name=\"jdbc/shop\""), message);
    }

    @Test void followsLookupNamesButNotInCircles() throws Exception {
        AppNaming naming = naming(List.of(pool("pool")),
                entry(NamingEntry.Kind.RESOURCE_REF, "one", null, null, "java:comp/env/two"),
                entry(NamingEntry.Kind.RESOURCE_REF, "two", null, null, "pool"),
                entry(NamingEntry.Kind.ENV_ENTRY, "three", null, null, "two"),
                entry(NamingEntry.Kind.RESOURCE_REF, "self", null, null, "java:comp/env/self"));

        assertSame(naming.lookup("pool"), naming.lookup("one"));
        assertSame(naming.lookup("pool"), naming.lookup("three"));
        assertThrows(NamingException.class, () -> naming.lookup("self"));
    }

    @Test void keepsTheFirstOfTwoResourcesOfOneName() throws Exception {
        AppNaming naming = naming(List.of(pool("p"), resource("p", Mailer.class.getName(), Map.of())));

        assertEquals(Pool.class, naming.lookup("p").getClass());
    }

    @Test void letsTheAdministratorFixAnEntry() throws Exception {
        AppNaming naming = naming(List.of(environment("fixed", "theirs", "false"),
                environment("open", "theirs", "true")), env("fixed", "java.lang.String", "mine"),
                env("open", "java.lang.String", "mine"));

        assertEquals("theirs", naming.lookup("fixed"));
        assertEquals("mine", naming.lookup("open"));
    }

    @Test void linksToResourcesOfTheServerWhichOutliveTheApplication() throws Exception {
        GlobalNaming global = new GlobalNaming(List.of(pool("jdbc/all")), loader);
        NamingConfig link = new NamingConfig(NamingConfig.Kind.RESOURCE_LINK, "jdbc/mine", "some.Pool",
                Map.of("global", "jdbc/all"), PLACE);
        AppNaming naming = new AppNaming(List.of(link), List.of(), global, loader);
        Pool pool = (Pool) naming.lookup("jdbc/mine");

        assertSame(global.lookup("jdbc/all"), pool);
        assertSame(pool, naming.lookup("java:global/jdbc/all"));
        naming.close();
        assertFalse(pool.closed);
        global.close();
        assertTrue(pool.closed);
    }

    @Test void failsAtDeploymentWhenALinkLeadsNowhereOrAResourceIsHalfDescribed() {
        NamingConfig link = new NamingConfig(NamingConfig.Kind.RESOURCE_LINK, "x", null, Map.of("global", "gone"),
                PLACE);

        assertThrows(IllegalArgumentException.class, () -> naming(List.of(link)));
        assertThrows(IllegalArgumentException.class, () -> naming(List.of(resource("p", null, Map.of()))));
        assertThrows(IllegalArgumentException.class,
                () -> naming(List.of(resource("p", "t", Map.of("auth", "Nobody")))));
    }

    @Test void isFoundByJndiThroughALoaderThatHidesTheServer() throws Exception {
        ClassLoader hiding = new URLClassLoader(new URL[0], new SharedApi(getClass().getClassLoader()));
        AppNaming naming = new AppNaming(List.of(), List.of(env("who", "java.lang.String", "me")),
                GlobalNaming.empty(), hiding);
        assertThrows(ClassNotFoundException.class, () -> hiding.loadClass(AppNaming.class.getName()));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        naming.open();
        try {
            thread.setContextClassLoader(hiding);
            assertEquals("me", new InitialContext().lookup("java:comp/env/who"));
            assertEquals("me", new InitialContext().lookup("comp/env/who"), "it is the initial context too");
        } finally {
            thread.setContextClassLoader(before);
            naming.close();
        }
    }

    @Test void isFoundByJndiWhereTheThreadRunsForTheApplication() throws Exception {
        AppNaming naming = naming(List.of(), env("who", "java.lang.String", "me"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        naming.open();
        try {
            thread.setContextClassLoader(new URLClassLoader(new URL[0], loader));
            assertEquals("me", new InitialContext().lookup("java:comp/env/who"));
            assertEquals("me", InitialContext.<String>doLookup("java:comp/env/who"));
            thread.setContextClassLoader(before);
            assertThrows(NamingException.class, () -> new InitialContext().lookup("java:comp/env/who"));
        } finally {
            thread.setContextClassLoader(before);
            naming.close();
        }
        thread.setContextClassLoader(loader);
        try {
            assertNull(NamingRegistry.current(), "nothing is left after the end");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
