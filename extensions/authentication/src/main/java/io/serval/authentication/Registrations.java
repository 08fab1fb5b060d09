package io.serval.authentication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.security.auth.message.config.RegistrationListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations of a factory and those who want to hear of changes. Safe for any thread: guarded by a lock, which
 * is not held while listeners are told.
 *
 * <p>One rule decides who is told: after any change, each listener for which another registration answers than when it
 * asked. It is detached before it is told.
 *
 * <p>A module that was registered for a servlet context answers for that context before all else, even while another
 * application of the same name has registered its own: a new version starts while the old one still serves.
 */
final class Registrations {
    private static final Logger log = LoggerFactory.getLogger(Registrations.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RegistrationKey, Registration> byKey = new HashMap<>();
    /** In the order in which they came. */
    private final List<Registration> ofModules = new ArrayList<>();
    private final List<Attached> listeners = new ArrayList<>();

    /** Who asked, for what and on whose behalf, and what answered; {@code null} if nothing did. */
    private record Attached(RegistrationListener listener, String layer, String appContext, Object owner,
                            Registration found) {
        boolean isFor(RegistrationListener who, String its, String app) {
            return listener == who && (its == null || its.equals(layer)) && (app == null || app.equals(appContext));
        }
    }

    /**
     * The best registration, or {@code null} if none fits.
     *
     * @param owner    the context on whose behalf is asked, or {@code null}
     * @param listener is attached, unless it is {@code null}
     */
    Registration find(String layer, String appContext, Object owner, RegistrationListener listener) {
        lock.lock();
        try {
            Registration found = find(layer, appContext, owner);
            if (listener != null) {
                listeners.removeIf(each -> each.isFor(listener, layer, appContext));
                listeners.add(new Attached(listener, layer, appContext, owner, found));
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Registration find(String layer, String appContext, Object owner) {
        if (owner != null) {
            for (Registration each : ofModules) {
                if (each.owner() == owner) {
                    return each;
                }
            }
        }
        Registration found = byKey.get(new RegistrationKey(layer, appContext));
        found = found != null ? found : byKey.get(new RegistrationKey(null, appContext));
        found = found != null ? found : byKey.get(new RegistrationKey(layer, null));
        return found != null ? found : byKey.get(new RegistrationKey(null, null));
    }

    /** Puts a registration in the place of the one with its key, if there is one. */
    void add(Registration added) {
        change(() -> {
            ofModules.removeIf(each -> added.owner() == null ? each.key().equals(added.key())
                    : each.owner() == added.owner());
            if (added.owner() != null) {
                ofModules.add(added);
            }
            byKey.put(added.key(), added);
            return true;
        });
    }

    /** @return what was removed, or {@code null} if nothing has that identifier */
    Registration remove(String id) {
        Registration[] removed = new Registration[1];
        change(() -> {
            for (Registration each : List.copyOf(byKey.values())) {
                if (each.id().equals(id)) {
                    removed[0] = each;
                    drop(each);
                }
            }
            return true;
        });
        return removed[0];
    }

    /** Removes all that fulfil a condition. @return whether there was one */
    boolean removeIf(Predicate<Registration> condition) {
        return change(() -> {
            List<Registration> all = new ArrayList<>(byKey.values());
            all.addAll(ofModules);
            all.removeIf(condition.negate());
            all.forEach(this::drop);
            return !all.isEmpty();
        });
    }

    /** Where the module of one version of an application goes, that of another may have stood behind it. */
    private void drop(Registration dropped) {
        ofModules.remove(dropped);
        if (byKey.remove(dropped.key(), dropped)) {
            for (Registration each : ofModules) {
                if (each.key().equals(dropped.key())) {
                    byKey.put(each.key(), each);
                }
            }
        }
    }

    private <T> T change(Supplier<T> change) {
        List<Runnable> notices = new ArrayList<>();
        T result;
        lock.lock();
        try {
            result = change.get();
            for (Iterator<Attached> all = listeners.iterator(); all.hasNext();) {
                Attached each = all.next();
                Registration now = find(each.layer, each.appContext, each.owner);
                if (now != each.found) {
                    all.remove();
                    notices.add(() -> tell(each.listener, (each.found != null ? each.found : now).key()));
                }
            }
        } finally {
            lock.unlock();
        }
        notices.forEach(Runnable::run);
        return result;
    }

    private static void tell(RegistrationListener listener, RegistrationKey key) {
        try {
            listener.notify(key.layer(), key.appContext());
        } catch (RuntimeException e) {
            log.warn("RegistrationListener [{}] failed to hear of a change to {}", listener.getClass().getName(), key,
                    e);
        }
    }

    /** @return identifiers of the registrations it was attached to */
    List<String> detach(RegistrationListener listener, String layer, String appContext) {
        lock.lock();
        try {
            List<Attached> gone = listeners.stream().filter(each -> each.isFor(listener, layer, appContext)).toList();
            listeners.removeAll(gone);
            return gone.stream().filter(each -> each.found != null).map(each -> each.found.id()).distinct().toList();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets listeners of classes that are about to go. */
    void detachIf(Predicate<RegistrationListener> condition) {
        lock.lock();
        try {
            listeners.removeIf(each -> condition.test(each.listener));
        } finally {
            lock.unlock();
        }
    }

    /** As they are now. */
    Collection<Registration> all() {
        lock.lock();
        try {
            return List.copyOf(byKey.values());
        } finally {
            lock.unlock();
        }
    }
}
