package io.serval.container.session;

import java.util.List;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpSession;

/** Writes down what it is told. */
final class RecordedEvents implements SessionEvents {
    Consumer<HttpSession> onCreated = session -> { };
    Consumer<HttpSession> onDestroyed = session -> { };
    private final List<String> calls;

    RecordedEvents(List<String> calls) {
        this.calls = calls;
    }

    @Override public void created(HttpSession session) {
        calls.add("created");
        onCreated.accept(session);
    }

    @Override public void destroyed(HttpSession session) {
        calls.add("destroyed");
        onDestroyed.accept(session);
    }

    @Override public void idChanged(HttpSession session, String oldId) {
        calls.add("idChanged " + oldId);
    }

    @Override public boolean wantsAttributes() {
        return true;
    }

    @Override public void attributeAdded(HttpSession session, String name, Object value) {
        calls.add("added " + name + "=" + value);
    }

    @Override public void attributeRemoved(HttpSession session, String name, Object value) {
        calls.add("removed " + name + "=" + value);
    }

    @Override public void attributeReplaced(HttpSession session, String name, Object oldValue) {
        calls.add("replaced " + name + "=" + oldValue);
    }
}
