package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.ResponseContent;

/**
 * The response to an asynchronous request behind its {@link Gate}. What only looks, or only fills in the head, passes
 * freely: that is the request's own for ever.
 */
final class AsyncResponseContent implements ResponseContent {
    private final ResponseContent response;
    private final Gate writing;

    AsyncResponseContent(ResponseContent response, Gate writing) {
        this.response = response;
        this.writing = writing;
    }

    @Override public int status() {
        return response.status();
    }

    @Override public void status(int code) {
        response.status(code);
    }

    @Override public HeaderFields fields() {
        return response.fields();
    }

    @Override public boolean isCommitted() {
        return response.isCommitted();
    }

    @Override public boolean isFinished() {
        return response.isFinished();
    }

    @Override public int bufferSize() {
        return response.bufferSize();
    }

    @Override public void bufferSize(int bytes) {
        response.bufferSize(bytes);
    }

    @Override public void resetBuffer() {
        writing.enter();
        try {
            response.resetBuffer();
        } finally {
            writing.leave();
        }
    }

    @Override public long written() {
        return response.written();
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        writing.enter();
        try {
            response.write(source, offset, length);
        } finally {
            writing.leave();
        }
    }

    @Override public void write(ByteBuffer source) throws IOException {
        writing.enter();
        try {
            response.write(source);
        } finally {
            writing.leave();
        }
    }

    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        writing.enter();
        try {
            response.transferFrom(file, position, count);
        } finally {
            writing.leave();
        }
    }

    @Override public void flush() throws IOException {
        writing.enter();
        try {
            response.flush();
        } finally {
            writing.leave();
        }
    }

    @Override public void finish() throws IOException {
        writing.enter();
        try {
            response.finish();
        } finally {
            writing.leave();
        }
    }

    @Override public void trailers(Supplier<Fields> trailers) {
        response.trailers(trailers);
    }

    @Override public boolean canHaveTrailers() {
        return response.canHaveTrailers();
    }

    @Override public boolean isReady() {
        writing.enter();
        try {
            return response.isReady();
        } finally {
            writing.leave();
        }
    }

    @Override public void whenReady(HttpExchange.ExchangeTask task) {
        writing.enter();
        try {
            response.whenReady(task);
        } finally {
            writing.leave();
        }
    }
}
