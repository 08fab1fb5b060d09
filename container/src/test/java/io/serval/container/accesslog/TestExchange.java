package io.serval.container.accesslog;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ConnectionInfo;
import io.serval.http.ExchangeTimes;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;
import io.serval.http.ResponseContent;

/** An exchange that ended, made of given facts: each method answers with the fact of its name. */
final class TestExchange {
    private final Map<String, Object> head = new HashMap<>();
    private final Map<String, Object> response = new HashMap<>();
    private final Map<String, Object> view = new HashMap<>();
    private final Map<String, Object> times = new HashMap<>();
    private final HeaderFields requestFields = new HeaderFields();
    private final HeaderFields responseFields = new HeaderFields();

    TestExchange(String method, String path, String query) {
        head.put("method", method);
        head.put("target", RequestTarget.origin(path, query));
        head.put("version", HttpVersion.HTTP_1_1);
        head.put("authority", "shop.example:8443");
        head.put("fields", requestFields);
        response.put("status", 200);
        response.put("written", 1234L);
        response.put("isFinished", true);
        response.put("fields", responseFields);
        times.put("accepted", 0L);
        times.put("firstByte", System.nanoTime() - 2_500_000_000L);
        times.put("firstByteOut", System.nanoTime() - 500_000_000L);
    }

    TestExchange head(String name, Object value) {
        head.put(name, value);
        return this;
    }

    TestExchange response(String name, Object value) {
        response.put(name, value);
        return this;
    }

    TestExchange view(String name, Object value) {
        view.put(name, value);
        return this;
    }

    TestExchange times(String name, long value) {
        times.put(name, value);
        return this;
    }

    TestExchange requestField(String name, String value) {
        requestFields.add(FieldName.of(name), value);
        return this;
    }

    TestExchange responseField(String name, String value) {
        responseFields.add(FieldName.of(name), value);
        return this;
    }

    HttpExchange build() {
        Map<String, Object> exchange = new HashMap<>();
        exchange.put("head", stub(RequestHead.class, head));
        exchange.put("response", stub(ResponseContent.class, response));
        exchange.put("times", stub(ExchangeTimes.class, times));
        exchange.put("connection", new ConnectionInfo(77, "http/1.1", address("192.0.2.7", 50123),
                address("127.0.0.1", 8080), null));
        exchange.put("id", 42L);
        exchange.put("protocolRequestId", "");
        exchange.put("attachment", view.isEmpty() ? null : stub(RequestLogView.class, view));
        return stub(HttpExchange.class, exchange);
    }

    private static InetSocketAddress address(String ip, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers by method name; a method with an argument by name and argument. */
    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                answers.get(args == null ? method.getName() : method.getName() + ':' + args[0])));
    }
}
