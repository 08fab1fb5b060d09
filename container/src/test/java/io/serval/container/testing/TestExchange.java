package io.serval.container.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.serval.http.ConnectionInfo;
import io.serval.http.ExchangeTimes;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;
import io.serval.http.TlsInfo;
import io.serval.http.UpgradeHandler;

/**
 * One request and its response in memory.
 *
 * <p>{@link #handledBy} runs the handler on the calling thread. A suspended exchange is carried on by {@link #pump},
 * which runs its tasks on the calling thread too, one after the other, as they come from any thread; time passes only
 * by {@link #advance}.
 */
public final class TestExchange implements HttpExchange {
    private static final AtomicLong IDS = new AtomicLong();
    private static final long PATIENCE_SECONDS = 10;

    private final long id = IDS.incrementAndGet();
    private final String method;
    private final HeaderFields fields = new HeaderFields();
    private final LinkedBlockingQueue<ExchangeTask> tasks = new LinkedBlockingQueue<>();
    private final List<Timed> timers = new ArrayList<>();
    private final TestContent content = new TestContent(this);
    private final TestResponse response = new TestResponse(this);
    private final List<Integer> informed = new ArrayList<>();
    private RequestTarget target;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private ConnectionInfo connection = new ConnectionInfo(1, "http/1.1", new InetSocketAddress("127.0.0.1", 50_000),
            new InetSocketAddress("127.0.0.1", 8080), null);
    private Object attachment;
    private boolean suspended;
    private ExchangeTask gone;
    private volatile boolean completed;
    private boolean ended;
    private boolean aborted;
    private UpgradeHandler upgrade;
    private long now;

    private static final class Timed {
        final long due;
        final ExchangeTask task;
        boolean cancelled;

        Timed(long due, ExchangeTask task) {
            this.due = due;
            this.task = task;
        }
    }

    private TestExchange(String method, String pathAndQuery) {
        this.method = method;
        int mark = pathAndQuery.indexOf('?');
        target = RequestTarget.origin(mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
                mark < 0 ? null : pathAndQuery.substring(mark + 1));
        fields.add(FieldName.HOST, "localhost:8080");
    }

    public static TestExchange get(String pathAndQuery) {
        return of("GET", pathAndQuery);
    }

    public static TestExchange of(String method, String pathAndQuery) {
        return new TestExchange(method, pathAndQuery);
    }

    /** A form sent by POST. */
    public static TestExchange post(String pathAndQuery, String form) {
        return of("POST", pathAndQuery).header("Content-Type", "application/x-www-form-urlencoded").content(form);
    }

    public TestExchange target(RequestTarget value) {
        target = value;
        return this;
    }

    public TestExchange version(HttpVersion value) {
        version = value;
        return this;
    }

    public TestExchange header(String name, String value) {
        FieldName field = FieldName.of(name);
        if (field == FieldName.HOST) {
            fields.set(field, value);
        } else {
            fields.add(field, value);
        }
        return this;
    }

    public TestExchange content(String text) {
        return content(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Content that is all there, with its length declared. */
    public TestExchange content(byte[] bytes) {
        fields.set(FieldName.CONTENT_LENGTH, Integer.toString(bytes.length));
        content.feed(bytes);
        content.end();
        return this;
    }

    /** Content without a declared length that comes by {@link TestContent#feed} and ends by {@link TestContent#end}. */
    public TestExchange chunked() {
        fields.set(FieldName.TRANSFER_ENCODING, "chunked");
        content.open();
        return this;
    }

    public TestExchange tls(TlsInfo info) {
        connection = new ConnectionInfo(connection.id(), connection.protocol(), connection.remote(),
                connection.local(), info);
        return this;
    }

    /** Runs a handler, and ends the exchange unless that suspended it. An {@link HttpException} becomes its status. */
    public TestExchange handledBy(HttpHandler handler) throws IOException {
        run(() -> handler.handle(this));
        endIfDue();
        return this;
    }

    private void run(ExchangeTask task) throws IOException {
        try {
            task.run();
        } catch (HttpException e) {
            response.status(e.status().code());
        }
    }

    private void endIfDue() throws IOException {
        if (!ended && (!suspended || completed)) {
            if (!aborted && upgrade == null) {
                response.finish();
            }
            ended = true;
        }
    }

    /** Runs tasks as they come until the exchange has ended. @throws AssertionError if that takes too long */
    public TestExchange pump() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ended) {
            ExchangeTask task = tasks.poll(20, TimeUnit.MILLISECONDS);
            if (task != null) {
                run(task);
            }
            endIfDue();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the exchange did not end within " + PATIENCE_SECONDS + " s");
            }
        }
        return this;
    }

    /** Runs the tasks that are there. */
    public TestExchange runTasks() throws IOException {
        for (ExchangeTask task = tasks.poll(); task != null && !ended; task = tasks.poll()) {
            run(task);
            endIfDue();
        }
        return this;
    }

    /** Lets time pass: what was scheduled until then becomes a task, and the tasks run. */
    public TestExchange advance(Duration time) throws IOException {
        now += time.toNanos();
        List<Timed> due = timers.stream().filter(timer -> timer.due <= now).toList();
        timers.removeAll(due);
        due.stream().filter(timer -> !timer.cancelled).forEach(timer -> tasks.add(timer.task));
        return runTasks();
    }

    public boolean isEnded() {
        return ended;
    }

    public boolean isAborted() {
        return aborted;
    }

    public UpgradeHandler upgrade() {
        return upgrade;
    }

    public List<Integer> informed() {
        return informed;
    }

    public int status() {
        return response.status();
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(response.sent(), StandardCharsets.UTF_8);
    }

    public String responseHeader(String name) {
        return response.fields().get(name);
    }

    @Override public RequestHead head() {
        checkNotEnded();
        return new Head();
    }

    @Override public TestContent content() {
        checkNotEnded();
        return content;
    }

    @Override public TestResponse response() {
        return response;
    }

    @Override public ConnectionInfo connection() {
        return connection;
    }

    @Override public long id() {
        return id;
    }

    @Override public String protocolRequestId() {
        return "";
    }

    @Override public ExchangeTimes times() {
        return new NoTimes();
    }

    @Override public Object attachment() {
        return attachment;
    }

    @Override public void attach(Object value) {
        attachment = value;
    }

    @Override public void inform(int status, Fields interim) {
        informed.add(status);
    }

    @Override public void suspend() {
        checkNotEnded();
        suspended = true;
    }

    /** What runs when a test lets the client go, or {@code null}. */
    public ExchangeTask gone() {
        return gone;
    }

    @Override public void whenGone(ExchangeTask task) {
        gone = task;
    }

    @Override public boolean isSuspended() {
        return suspended && !completed && !ended;
    }

    @Override public void execute(ExchangeTask task) {
        tasks.add(task);
    }

    @Override public Cancellable schedule(Duration delay, ExchangeTask task) {
        Timed timed = new Timed(now + delay.toNanos(), task);
        timers.add(timed);
        return () -> timed.cancelled = true;
    }

    @Override public void complete() {
        completed = true;
    }

    @Override public void upgrade(UpgradeHandler next) {
        if (response.isCommitted()) {
            throw new IllegalStateException("committed");
        }
        upgrade = next;
    }

    @Override public void abort() {
        aborted = true;
    }

    private void checkNotEnded() {
        if (ended) {
            throw new AssertionError("the exchange was used after its end");
        }
    }

    private final class Head implements RequestHead {
        @Override public String method() {
            return method;
        }

        @Override public RequestTarget target() {
            return target;
        }

        @Override public HttpVersion version() {
            return version;
        }

        @Override public Fields fields() {
            return fields;
        }

        @Override public long contentLength() {
            String length = fields.get(FieldName.CONTENT_LENGTH);
            return length == null ? -1 : Long.parseLong(length);
        }

        @Override public String authority() {
            String host = fields.get(FieldName.HOST);
            return target.authority() != null ? target.authority() : host == null ? "" : host;
        }
    }

    private static final class NoTimes implements ExchangeTimes {
        @Override public long accepted() {
            return 0;
        }

        @Override public long firstByte() {
            return 0;
        }

        @Override public long headComplete() {
            return 0;
        }

        @Override public long queued() {
            return 0;
        }

        @Override public long dispatched() {
            return 0;
        }

        @Override public long firstByteOut() {
            return 0;
        }

        @Override public long lastByteOut() {
            return 0;
        }
    }
}
