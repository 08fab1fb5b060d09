package io.serval.container.servlet;

import java.nio.ByteBuffer;

import io.serval.container.security.SavedRequest;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;

/**
 * A request that was put aside during a login by form, in place of what arrived instead of it (Servlet 6.1 §13.6.3).
 */
final class RestoredRequest {
    private final SavedRequest saved;
    private final Fields fields;
    private final RequestContent content;

    RestoredRequest(SavedRequest saved, HttpExchange exchange) {
        Fields arrived = exchange.head().fields();
        this.saved = saved;
        this.content = new SavedContent(saved.content(), exchange);
        HeaderFields merged = new HeaderFields();
        saved.headers().forEach((name, values) -> values.forEach(value -> merged.add(FieldName.of(name), value)));
        keep(FieldName.HOST, arrived, merged);
        merged.remove(FieldName.COOKIE);
        arrived.all("Cookie").forEach(value -> merged.add(FieldName.COOKIE, value));
        if (saved.contentType() != null) {
            merged.set(FieldName.CONTENT_TYPE, saved.contentType());
        }
        fields = merged;
    }

    private static void keep(FieldName name, Fields arrived, HeaderFields merged) {
        if (arrived.get(name) != null) {
            merged.set(name, arrived.get(name));
        }
    }

    String method() {
        return saved.method();
    }

    Fields fields() {
        return fields;
    }

    RequestContent content() {
        return content;
    }

    /** Content that is all in memory. Owned by the thread of the request. */
    private static final class SavedContent implements RequestContent {
        private final ByteBuffer left;
        private final int length;
        private final HttpExchange exchange;

        SavedContent(byte[] bytes, HttpExchange exchange) {
            left = ByteBuffer.wrap(bytes);
            length = bytes.length;
            this.exchange = exchange;
        }

        @Override public long length() {
            return length;
        }

        @Override public int read(byte[] target, int offset, int wanted) {
            return read(ByteBuffer.wrap(target, offset, wanted));
        }

        @Override public int read(ByteBuffer target) {
            if (!target.hasRemaining()) {
                return 0;
            }
            if (!left.hasRemaining()) {
                return -1;
            }
            int count = Math.min(target.remaining(), left.remaining());
            target.put(left.slice(left.position(), count));
            left.position(left.position() + count);
            return count;
        }

        @Override public int available() {
            return left.remaining();
        }

        @Override public boolean isFinished() {
            return !left.hasRemaining();
        }

        @Override public boolean isReady() {
            return true;
        }

        @Override public void whenReady(HttpExchange.ExchangeTask task) {
            exchange.execute(task);
        }

        @Override public Fields trailers() {
            return Fields.EMPTY;
        }
    }
}
