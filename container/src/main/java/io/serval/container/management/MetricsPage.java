package io.serval.container.management;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.serval.connector.ConnectorMetrics;
import io.serval.connector.HttpConnector;
import io.serval.connector.metrics.Histogram;
import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.metrics.RequestMetrics;
import io.serval.container.management.PrometheusText.Type;

/** All figures of a server as one text. Taken anew for each page; for one thread. */
final class MetricsPage {
    /** Something that has figures, with the labels that tell it from others of its kind. */
    private record Labelled<T>(String labels, T of) { }

    private final PrometheusText out = new PrometheusText();
    private final List<Labelled<ConnectorMetrics>> connectors = new ArrayList<>();
    private final List<Labelled<LoopMetrics>> loops = new ArrayList<>();
    private final List<Labelled<AppFigures>> apps = new ArrayList<>();

    private MetricsPage(ServerView server) {
        for (HttpConnector each : server.connectors()) {
            ConnectorMetrics metrics = each.metrics();
            connectors.add(new Labelled<>(PrometheusText.labels("connector", each.name()), metrics));
            for (int i = 0; i < metrics.loops().size(); i++) {
                loops.add(new Labelled<>(PrometheusText.labels("connector", each.name(), "loop",
                        Integer.toString(i + 1)), metrics.loops().get(i)));
            }
        }
        for (AppFigures each : server.applications()) {
            apps.add(new Labelled<>(PrometheusText.labels("host", each.host(), "context", each.name()), each));
        }
    }

    static String of(ServerView server) {
        MetricsPage page = new MetricsPage(server);
        page.out.figure(Type.GAUGE, "serval_ready", "Whether requests should be sent here")
                .sample("", server.phase() == ServerView.Phase.READY ? 1 : 0);
        page.connections();
        page.requests();
        page.workers();
        page.loops();
        page.applications();
        page.servlets();
        return page.out.toString();
    }

    private static <T> void each(List<Labelled<T>> all, BiConsumer<String, T> one) {
        all.forEach(each -> one.accept(each.labels(), each.of()));
    }

    private <T> void figure(List<Labelled<T>> all, Type type, String name, String help, ToLongFunction<T> value) {
        out.figure(type, name, help);
        each(all, (labels, of) -> out.sample(labels, value.applyAsLong(of)));
    }

    private void connector(Type type, String name, String help, ToLongFunction<ConnectorMetrics> value) {
        figure(connectors, type, "serval_" + name, help, value);
    }

    private void connections() {
        out.figure(Type.GAUGE, "serval_connections", "Open connections by what they are at");
        each(connectors, (labels, of) -> {
            var states = of.connectionMetrics();
            state(labels, "idle", states.idle());
            state(labels, "receiving", states.receiving());
            state(labels, "serving", states.serving());
            state(labels, "waiting", states.waiting());
            state(labels, "upgraded", states.upgraded());
            state(labels, "closing", states.closing());
        });
        connector(Type.GAUGE, "connections_open", "Open connections", ConnectorMetrics::connections);
        connector(Type.GAUGE, "connections_max", "Most connections at the same time, -1 for any number",
                of -> of.connectionMetrics().max());
        connector(Type.COUNTER, "connections_accepted_total", "Connections accepted", ConnectorMetrics::accepted);
        connector(Type.COUNTER, "connections_refused_total", "Connections that ended before they began",
                of -> of.connectionMetrics().refused());
    }

    private void state(String labels, String state, int count) {
        out.sample(labels + ",state=\"" + state + '"', count);
    }

    private void requests() {
        connector(Type.GAUGE, "requests_active", "Requests being served, suspended ones included",
                ConnectorMetrics::activeExchanges);
        out.figure(Type.COUNTER, "serval_requests_total", "Requests that ended, by class of their status");
        each(connectors, (labels, of) -> {
            for (int i = 0; i < RequestMetrics.CLASSES; i++) {
                String status = i == 0 ? "none" : i + "xx";
                out.sample(labels + ",status=\"" + status + '"', of.requestMetrics().byClass().get(i));
            }
        });
        out.figure(Type.HISTOGRAM, "serval_request_duration_seconds", "From first byte in to last byte out");
        each(connectors, (labels, of) -> out.histogram(labels, of.requestMetrics().duration()));
        out.figure(Type.HISTOGRAM, "serval_request_queue_wait_seconds", "Wait of requests for a worker");
        each(connectors, (labels, of) -> out.histogram(labels, of.requestMetrics().queueWait()));
        connector(Type.COUNTER, "requests_slow_total", "Requests slower than slowRequestThreshold",
                of -> of.requestMetrics().slow());
        out.figure(Type.COUNTER, "serval_requests_refused_total", "Requests the connector answered itself");
        each(connectors, (labels, of) -> of.refused().forEach(
                (status, count) -> out.sample(labels + ",status=\"" + status + '"', count)));
        out.figure(Type.COUNTER, "serval_requests_rejected_total", "Requests no worker took");
        each(connectors, (labels, of) -> of.requestMetrics().rejected().forEach(
                (cause, count) -> out.sample(labels + ",cause=\"" + cause + '"', count)));
        out.figure(Type.COUNTER, "serval_requests_limited_total", "Requests that met a limit, by its attribute");
        each(connectors, (labels, of) -> of.requestMetrics().limited().forEach(
                (limit, count) -> out.sample(labels + ",limit=\"" + limit + '"', count)));
        connector(Type.COUNTER, "target_cache_lookups_total", "Request targets looked for in the cache",
                of -> of.targets().lookups());
        connector(Type.COUNTER, "target_cache_hits_total", "Request targets found in the cache",
                of -> of.targets().hits());
        connector(Type.COUNTER, "received_bytes_total", "Bytes read from clients", ConnectorMetrics::bytesIn);
        connector(Type.COUNTER, "sent_bytes_total", "Bytes written to clients", ConnectorMetrics::bytesOut);
    }

    private void workers() {
        connector(Type.GAUGE, "workers", "Workers that exist", ConnectorMetrics::threads);
        connector(Type.GAUGE, "workers_busy", "Workers that run a handler", ConnectorMetrics::busyThreads);
        connector(Type.GAUGE, "workers_max", "Most workers", of -> of.workerMetrics().max());
        connector(Type.GAUGE, "work_queue_size", "Requests that wait for a worker", ConnectorMetrics::queued);
        connector(Type.GAUGE, "work_queue_max", "Most requests that may wait", of -> of.workerMetrics().maxQueue());
    }

    private void loop(Type type, String name, String help, ToLongFunction<LoopMetrics> value) {
        figure(loops, type, "serval_loop_" + name, help, value);
    }

    private void loops() {
        loop(Type.COUNTER, "ticks_total", "Passes of the loop", LoopMetrics::ticks);
        out.figure(Type.COUNTER, "serval_loop_busy_seconds_total", "Time in passes without that in the selector");
        each(loops, (labels, of) -> out.seconds(labels, of.busyNanos()));
        out.figure(Type.COUNTER, "serval_loop_select_seconds_total", "Time in the selector");
        each(loops, (labels, of) -> out.seconds(labels, of.selectNanos()));
        times("tick_duration_seconds", "Busy time of a pass", LoopMetrics::tickTime);
        times("delay_seconds", "How late a probe timer ran", LoopMetrics::loopDelay);
        times("task_delay_seconds", "Wait of tasks from other threads", LoopMetrics::taskDelay);
        loop(Type.COUNTER, "events_total", "Keys found ready", LoopMetrics::events);
        loop(Type.COUNTER, "tasks_total", "Tasks run", LoopMetrics::tasks);
        loop(Type.COUNTER, "timers_total", "Timers that were due", LoopMetrics::timers);
        loop(Type.COUNTER, "wakeups_total", "Times another thread woke the selector", LoopMetrics::wakeups);
        loop(Type.COUNTER, "premature_wakeups_total", "Returns of the selector without a reason",
                LoopMetrics::prematureWakeups);
        loop(Type.COUNTER, "selector_rebuilds_total", "Selectors replaced", LoopMetrics::selectorsRebuilt);
        loop(Type.COUNTER, "exceptions_total", "Failures at the root of the loop", LoopMetrics::exceptions);
        loop(Type.COUNTER, "stalls_total", "Passes longer than loopStallThreshold", LoopMetrics::stalls);
        loop(Type.GAUGE, "tasks_queued", "Tasks that wait", LoopMetrics::queuedTasks);
        loop(Type.GAUGE, "connections", "Open connections of the loop", LoopMetrics::connections);
        loop(Type.GAUGE, "buffers_outstanding", "Buffers lent and not given back", LoopMetrics::buffersOutstanding);
    }

    private void times(String name, String help, Function<LoopMetrics, Histogram> times) {
        out.figure(Type.HISTOGRAM, "serval_loop_" + name, help);
        each(loops, (labels, of) -> out.histogram(labels, times.apply(of)));
    }

    private void servlets() {
        servlet("requests_total", "Requests of clients that were served", (labels, of) ->
                out.sample(labels, of.requests()));
        servlet("errors_total", "Requests that failed or were answered with 400 or above", (labels, of) ->
                out.sample(labels, of.errors()));
        servlet("seconds_total", "Time of all requests", (labels, of) -> out.seconds(labels, of.nanos()));
    }

    private void servlet(String name, String help, BiConsumer<String, ServletFigures> one) {
        out.figure(Type.COUNTER, "serval_servlet_" + name, help);
        each(apps, (labels, app) -> app.servlets().forEach(
                of -> one.accept(labels + ',' + PrometheusText.labels("servlet", of.name()), of)));
    }

    private void app(Type type, String name, String help, ToLongFunction<AppFigures> value) {
        figure(apps, type, "serval_" + name, help, value);
    }

    private void applications() {
        app(Type.GAUGE, "application_up", "Whether the application takes requests", of -> of.isRunning() ? 1 : 0);
        app(Type.GAUGE, "application_requests_active", "Requests begun and not over", AppFigures::activeRequests);
        app(Type.GAUGE, "sessions_active", "Sessions that live", of -> of.sessions().active());
        app(Type.GAUGE, "sessions_active_max", "Most sessions that lived at once", of -> of.sessions().maxActive());
        app(Type.COUNTER, "sessions_created_total", "Sessions created", of -> of.sessions().created());
        app(Type.COUNTER, "sessions_expired_total", "Sessions that were idle for too long",
                of -> of.sessions().expired());
        app(Type.COUNTER, "sessions_invalidated_total", "Sessions that applications ended",
                of -> of.sessions().invalidated());
        app(Type.COUNTER, "sessions_rejected_total", "Sessions not created because of maxActiveSessions",
                of -> of.sessions().rejected());
    }
}
