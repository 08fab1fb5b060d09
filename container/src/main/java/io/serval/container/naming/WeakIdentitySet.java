package io.serval.container.naming;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Objects, told apart by identity, that it does not keep from being collected. Safe for any thread. */
final class WeakIdentitySet {
    /** Equal to a key of the same object, and to itself when that is gone. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override public boolean equals(Object other) {
            Object mine = get();
            return this == other || mine != null && other instanceof Key key && key.get() == mine;
        }

        @Override public int hashCode() {
            return hash;
        }
    }

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Key> keys = ConcurrentHashMap.newKeySet();

    void add(Object object) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            keys.remove(gone);
        }
        keys.add(new Key(object, collected));
    }

    /** @return whether it was there */
    boolean remove(Object object) {
        return keys.remove(new Key(object, null));
    }
}
