package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;

/** The content of an asynchronous request behind its {@link Gate}. */
final class AsyncRequestContent implements RequestContent {
    private final RequestContent content;
    private final Gate reading;
    private final Gate writing;
    private boolean begun;

    AsyncRequestContent(RequestContent content, Gate reading, Gate writing) {
        this.content = content;
        this.reading = reading;
        this.writing = writing;
    }

    private void enter() {
        reading.enter();
        if (!begun) {
            begun = true;
            begin();
        }
    }

    /** The first look may tell the client to continue, and that is written. */
    private void begin() {
        writing.enter();
        try {
            content.isReady();
        } finally {
            writing.leave();
        }
    }

    @Override public long length() {
        return content.length();
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        enter();
        try {
            return content.read(target, offset, length);
        } finally {
            reading.leave();
        }
    }

    @Override public int read(ByteBuffer target) throws IOException {
        enter();
        try {
            return content.read(target);
        } finally {
            reading.leave();
        }
    }

    @Override public int available() throws IOException {
        enter();
        try {
            return content.available();
        } finally {
            reading.leave();
        }
    }

    @Override public boolean isFinished() {
        return content.isFinished();
    }

    @Override public boolean isReady() {
        enter();
        try {
            return content.isReady();
        } finally {
            reading.leave();
        }
    }

    @Override public void whenReady(HttpExchange.ExchangeTask task) {
        enter();
        try {
            content.whenReady(task);
        } finally {
            reading.leave();
        }
    }

    @Override public Fields trailers() {
        return content.trailers();
    }
}
