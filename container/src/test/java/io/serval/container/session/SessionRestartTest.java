package io.serval.container.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionRestartTest {
    /** Static, as activation reaches copies that were read back. */
    private static final List<String> CALLS = new ArrayList<>();

    @TempDir
    Path directory;
    private Path file;
    private long now = 5_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);

    @BeforeEach void start() {
        file = directory.resolve("work/sessions.bin");
        CALLS.clear();
    }

    private SessionManager started() {
        return started(SessionSettings.DEFAULT.withTimeoutSeconds(60), getClass().getClassLoader());
    }

    private SessionManager started(SessionSettings settings, ClassLoader loader) {
        SessionManager manager = new SessionManager(TestContext.of(loader), settings.withFile(file),
                new RecordedEvents(CALLS), clock);
        manager.start();
        return manager;
    }

    private static HttpSessionImpl created(SessionManager manager) {
        HttpSessionImpl session = manager.create();
        session.end();
        return session;
    }

    @Test void bringsSessionsBack() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        now += 1000;
        session.begin();
        session.end();
        session.setMaxInactiveInterval(90);
        List<String> shared = new ArrayList<>(List.of("x"));
        session.setAttribute("a", shared);
        session.setAttribute("b", shared);
        session.setAttribute("date", new Date(5));
        HttpSessionImpl fresh = created(before);
        CALLS.clear();
        before.stop(true);
        assertTrue(CALLS.isEmpty(), "sessions that live on are not destroyed: " + CALLS);
        assertEquals(0, before.counters().active());

        now += 2000;
        SessionManager after = started();
        HttpSessionImpl restored = after.find(session.getId());
        assertEquals(5_000_000, restored.getCreationTime());
        assertEquals(5_001_000, restored.getLastAccessedTime());
        assertEquals(90, restored.getMaxInactiveInterval());
        assertFalse(restored.isNew());
        assertTrue(after.find(fresh.getId()).isNew());
        assertEquals(new Date(5), restored.getAttribute("date"));
        assertSame(restored.getAttribute("a"), restored.getAttribute("b"), "one object stays one");
        assertEquals(2, after.counters().active());
        assertTrue(CALLS.isEmpty(), "nor are they created");
        assertFalse(Files.exists(file), "what was read is not read twice");
    }

    @Test void countsTheTimeItWasDown() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        before.stop(true);
        now += 59_000;
        SessionManager after = started();
        assertNotNull(after.find(session.getId()));
        now += 1000;
        assertEquals(1, after.expireIdle());
        after.stop(true);

        SessionManager again = started();
        HttpSessionImpl other = created(again);
        again.stop(true);
        now += 60_000;
        assertNull(started().find(other.getId()));
    }

    @Test void leavesOutWhatCannotBeSerialised() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        session.setAttribute("good", "x");
        session.setAttribute("bad", new Object());
        session.setAttribute("deep", new ArrayList<>(List.of(new Object())));
        before.stop(true);
        HttpSessionImpl restored = started().find(session.getId());
        assertEquals("x", restored.getAttribute("good"));
        assertNull(restored.getAttribute("bad"));
        assertNull(restored.getAttribute("deep"));
    }

    @Test void tellsValuesThatTheyMove() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        session.setAttribute("a", new Mover());
        CALLS.clear();
        before.stop(true);
        assertEquals(List.of("passivate " + session.getId()), CALLS);
        CALLS.clear();
        started();
        assertEquals(List.of("activate " + session.getId()), CALLS);
    }

    @Test void endsSessionsInsteadWhenAskedTo() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        before.stop(false);
        assertFalse(Files.exists(file));
        assertNull(started().find(session.getId()));
        assertTrue(CALLS.contains("destroyed"));
    }

    @Test void endsSessionsThatCannotBeStored() throws IOException {
        SessionManager before = started();
        created(before);
        Files.createDirectories(file.resolve("in the way"));
        before.stop(true);
        assertTrue(CALLS.contains("destroyed"));
        assertEquals(0, before.counters().active());
    }

    @Test void keepsTheFilePrivate() throws IOException {
        SessionManager before = started();
        created(before);
        before.stop(true);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "nothing is left beside it");
        }
    }

    @Test void startsAnewWithADamagedFile() throws IOException {
        SessionManager before = started();
        created(before);
        before.stop(true);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertTrue(started().sessions().isEmpty(), "cut to " + length);
            assertFalse(Files.exists(file));
        }
        Files.write(file, "something else entirely".getBytes());
        assertTrue(started().sessions().isEmpty());
    }

    @Test void losesOneDamagedSessionOnly() throws IOException {
        SessionManager before = started();
        HttpSessionImpl first = created(before);
        first.setAttribute("a", "1");
        FileSessionStore store = new FileSessionStore(file);
        before.stop(true);
        var stored = new ArrayList<>(store.take());
        stored.add(new io.serval.container.spi.SessionStore.StoredSession("broken", now, now, 60, false,
                new byte[] {1, 2, 3}));
        store.save(stored);
        SessionManager after = started();
        assertNotNull(after.find(first.getId()));
        assertNull(after.find("broken"));
    }

    @Test void readsClassesOfTheApplication() throws Exception {
        ClassLoader application = new OwnCopies(getClass().getClassLoader());
        SessionManager before = started(SessionSettings.DEFAULT, application);
        HttpSessionImpl session = created(before);
        Class<?> own = application.loadClass(Value.class.getName());
        session.setAttribute("a", own.getDeclaredConstructor().newInstance());
        before.stop(true);
        ClassLoader restarted = new OwnCopies(getClass().getClassLoader());
        Object value = started(SessionSettings.DEFAULT, restarted).find(session.getId()).getAttribute("a");
        assertSame(restarted, value.getClass().getClassLoader());
    }

    @Test void refusesClassesThatTheApplicationDidNotBring() {
        ClassLoader narrow = ClassLoader.getPlatformClassLoader();
        SessionManager before = started(SessionSettings.DEFAULT, getClass().getClassLoader());
        HttpSessionImpl good = created(before);
        good.setAttribute("a", new ArrayList<>(List.of(1, "x", new int[3])));
        HttpSessionImpl foreign = created(before);
        foreign.setAttribute("a", new javax.security.auth.x500.X500Principal("CN=x"));
        before.stop(true);
        SessionManager after = started(SessionSettings.DEFAULT, narrow);
        assertNotNull(after.find(good.getId()));
        assertNull(after.find(foreign.getId()));
    }

    @Test void obeysAFilterOfTheAdministrator() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        session.setAttribute("a", new Date());
        before.stop(true);
        SessionSettings noDates = SessionSettings.DEFAULT
                .withFilter(java.io.ObjectInputFilter.Config.createFilter("!java.util.Date"));
        assertNull(started(noDates, getClass().getClassLoader()).find(session.getId()));
    }

    @Test void reportsAValueThatRefusesOnlyWhenItIsWritten() {
        SessionManager before = started();
        HttpSessionImpl session = created(before);
        session.setAttribute("a", new Refusing());
        session.setAttribute("b", "stays");
        before.stop(true);
        assertEquals("stays", started().find(session.getId()).getAttribute("b"));
    }

    /** A plain value. */
    public static final class Value implements Serializable { }

    private static final class Refusing implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new NotSerializableException("never");
        }
    }

    private static final class Mover implements HttpSessionActivationListener, Serializable {
        @Override public void sessionWillPassivate(HttpSessionEvent event) {
            CALLS.add("passivate " + event.getSession().getId());
        }

        @Override public void sessionDidActivate(HttpSessionEvent event) {
            CALLS.add("activate " + event.getSession().getId());
        }
    }

    /** Defines {@link Value} itself, as the loader of an application does. */
    private static final class OwnCopies extends ClassLoader {
        OwnCopies(ClassLoader parent) {
            super(parent);
        }

        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Value.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
