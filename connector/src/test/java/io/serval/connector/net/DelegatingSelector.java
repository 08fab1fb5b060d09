package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A selector that hands on to another, and does otherwise where a test says so. */
public class DelegatingSelector extends AbstractSelector {
    final AtomicInteger wakeups = new AtomicInteger();
    private final Selector real;

    public DelegatingSelector(Selector real) {
        super(real.provider());
        this.real = real;
    }

    @Override protected void implCloseSelector() throws IOException {
        real.close();
    }

    @Override protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        try {
            return channel.register(real, ops, attachment);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public Set<SelectionKey> keys() {
        return real.keys();
    }

    @Override public Set<SelectionKey> selectedKeys() {
        return real.selectedKeys();
    }

    @Override public int selectNow() throws IOException {
        return real.selectNow();
    }

    @Override public int select(long timeout) throws IOException {
        return real.select(timeout);
    }

    @Override public int select() throws IOException {
        return real.select();
    }

    @Override public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
        return real.select(action, timeout);
    }

    @Override public int selectNow(Consumer<SelectionKey> action) throws IOException {
        return real.selectNow(action);
    }

    @Override public Selector wakeup() {
        wakeups.incrementAndGet();
        real.wakeup();
        return this;
    }
}
