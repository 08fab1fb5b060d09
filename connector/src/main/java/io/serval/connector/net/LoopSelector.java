package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selector of a loop: sleeps at most once for any number of wake-ups, and is replaced when it goes wrong. Confined
 * to its Poller, except {@link #wakeUp}.
 */
final class LoopSelector {
    /** Whether a wake-up is needed: the loop works, or may be asleep, or was woken already. */
    private enum Sleep { AWAKE, ASLEEP, WOKEN }

    private static final Logger log = LoggerFactory.getLogger(LoopSelector.class);

    private final SelectorSource source;
    private final AtomicReference<Sleep> sleep = new AtomicReference<>(Sleep.AWAKE);
    private final WakeupRepair repair = new WakeupRepair();
    private volatile Selector selector;
    private long rebuilt;
    private long wakeups;

    LoopSelector(SelectorSource source) throws IOException {
        this.source = source;
        selector = source.open();
    }

    /** Makes a {@link #select} that runs, or the next one, return; any thread. More calls until then cost nothing. */
    void wakeUp() {
        if (sleep.get() == Sleep.ASLEEP && sleep.compareAndSet(Sleep.ASLEEP, Sleep.WOKEN)) {
            selector.wakeup();
        }
    }

    /** To be called before the last look at what would make sleeping wrong. */
    void goingToSleep() {
        sleep.set(Sleep.ASLEEP);
    }

    /**
     * Waits for ready keys.
     *
     * @param millis how long to wait; 0 not at all, negative without limit
     * @return the number of keys that were ready
     */
    int select(Consumer<SelectionKey> ready, long millis) throws IOException {
        long start = System.nanoTime();
        int keys = millis == 0 ? selector.selectNow(ready) : selector.select(ready, Math.max(0, millis));
        boolean woken = sleep.getAndSet(Sleep.AWAKE) == Sleep.WOKEN;
        if (woken) {
            wakeups++;
        }
        boolean interrupted = Thread.interrupted();
        boolean early = millis < 0 || System.nanoTime() - start < millis * 1_000_000;
        if (repair.returned(keys == 0 && !woken && !interrupted && millis != 0 && early)) {
            rebuild();
        }
        return keys;
    }

    void register(SelectableChannel channel, int operations, KeyListener listener) throws IOException {
        listener.registered(channel.register(selector, operations, listener));
    }

    Set<SelectionKey> keys() {
        return selector.keys();
    }

    /**
     * Makes the system close the channels that were closed: the JDK waits with that until their selector has let go of
     * them. What is ready meanwhile is told again by the next select.
     */
    void letGoOfClosed() throws IOException {
        selector.selectNow(key -> { });
    }

    /** Moves all keys to a new selector. */
    void rebuild() throws IOException {
        Selector broken = selector;
        Selector fresh = source.open();
        int moved = 0;
        for (SelectionKey key : broken.keys()) {
            moved += move(key, fresh);
        }
        selector = fresh;
        rebuilt++;
        broken.close();
        log.warn("The selector returned {} times without a reason and was replaced; {} channels moved. If this comes"
                + " often, the JDK or the kernel is at fault: update them.", WakeupRepair.LIMIT, moved);
    }

    private static int move(SelectionKey key, Selector fresh) {
        KeyListener listener = (KeyListener) key.attachment();
        try {
            int operations = key.interestOps();
            key.cancel();
            listener.registered(key.channel().register(fresh, operations, listener));
            return 1;
        } catch (CancelledKeyException e) {
            return 0;
        } catch (IOException e) {
            listener.onFailure(e);
            return 0;
        }
    }

    long wakeups() {
        return wakeups;
    }

    long premature() {
        return repair.total();
    }

    long rebuilt() {
        return rebuilt;
    }

    void close() throws IOException {
        selector.close();
    }
}
