package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.zip.ZipFile;

/**
 * Decides when what was found is complete: it looked the same at the last look, or it is older than two seconds (it was
 * moved here in one step), and an archive has a readable directory. Confined to the thread that scans.
 */
final class Settling {
    private static final long OLD_MILLIS = 2_000;
    /** Looks at an unchanged archive that cannot be read, after which it counts as broken and not as half copied. */
    private static final int PATIENCE = 5;

    private final LongSupplier wallClock;
    private final Map<ContextName, Stamps> lastSeen = new HashMap<>();
    private final Map<ContextName, Integer> unreadable = new HashMap<>();

    Settling(LongSupplier wallClock) {
        this.wallClock = wallClock;
    }

    /**
     * Whether it is complete.
     *
     * @param trusting take what looks complete for complete, as at start
     */
    boolean isComplete(ContextName name, Stamps now, Path archive, boolean trusting) {
        Stamps before = lastSeen.put(name, now);
        boolean still = now.equals(before);
        boolean old = wallClock.getAsLong() - now.newest() > OLD_MILLIS;
        if (archive != null && !isReadable(archive)) {
            return isBroken(name, still);
        }
        unreadable.remove(name);
        return still || old || trusting;
    }

    /** Whether something was seen that may be complete at the next look. */
    boolean isWaiting() {
        return !lastSeen.isEmpty();
    }

    void forget(ContextName name) {
        lastSeen.remove(name);
        unreadable.remove(name);
    }

    /** Forgets all that is not there any more. */
    void keepOnly(Set<ContextName> names) {
        for (ContextName gone : new HashSet<>(lastSeen.keySet())) {
            if (!names.contains(gone)) {
                forget(gone);
            }
        }
    }

    private boolean isBroken(ContextName name, boolean still) {
        int looks = still ? unreadable.merge(name, 1, Integer::sum) : 0;
        if (!still) {
            unreadable.put(name, 0);
        }
        return looks >= PATIENCE;
    }

    private static boolean isReadable(Path archive) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.size() >= 0;
        } catch (IOException incomplete) {
            return false;
        }
    }
}
