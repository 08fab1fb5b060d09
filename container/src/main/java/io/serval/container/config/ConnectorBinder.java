package io.serval.container.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.DataRates;
import io.serval.connector.Endpoint;
import io.serval.connector.FloodLimits;
import io.serval.connector.Http2Config;
import io.serval.connector.HttpLimits;
import io.serval.connector.Leniency;
import io.serval.connector.ObservationConfig;
import io.serval.connector.SocketOptions;
import io.serval.connector.Timeouts;
import io.serval.connector.WorkerConfig;
import io.serval.connector.WorkerConfig.Threads;
import io.serval.container.config.RequestSettings.EncodedSlash;
import io.serval.container.xml.Element;

/**
 * Reads {@code Connector} elements. A connector that Serval could only serve in another way than it says, one for AJP
 * or
 * with TLS that cannot be had, is left out rather than opened in clear text.
 */
final class ConnectorBinder extends Binder {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);
    private static final int KIB = 1 << 10;
    private static final int LARGEST_HEAD = 16 << 20;
    private static final List<String> CHILDREN = List.of("SSLHostConfig", "UpgradeProtocol");

    /** Attributes without a choice to make: how Serval works inside, or what it always does. */
    private static final List<String> SETTLED = List.of("className", "acceptorThreadCount", "acceptorThreadPriority",
            "allowHostHeaderMismatch", "bindOnInit", "bufferPoolSize", "clientCertProvider", "debug",
            "discardFacades", "disableUploadTimeout", "enforceEncodingInGetWriter",
            "executorTerminationTimeoutMillis", "pollerThreadPriority", "processorCache",
            "selectorTimeout", "socketBuffer", "sslImplementationName", "threadPriority", "useAsyncIO", "useSendfile",
            "socket.bufferPool", "socket.bufferPoolSize", "socket.appReadBufSize", "socket.appWriteBufSize",
            "socket.directBuffer", "socket.eventCache", "socket.processorCache", "socket.unlockTimeout",
            "socket.soTimeout", "socket.ooBInline", "socket.performanceConnectionTime", "socket.performanceLatency",
            "socket.performanceBandwidth", "xpoweredBy", "SSLEnabled", "protocol");

    private static final List<String> LATER = List.of("allowBackslash", "connectionLinger",
            "continueResponseTiming", "restrictedUserAgents", "serverRemoveAppProvidedValues", "useIPVHosts",
            "useKeepAliveResponseHeader",
            "socket.soLingerOn", "socket.soLingerTime");

    private static final List<String> HTTP2_SETTLED = List.of("className", "discardRequestsAndResponses",
            "initiatePingDisabled", "useSendfile");
    /** What Tomcat sets on HTTP/2 and Serval elsewhere, or by another measure. */
    private static final Map<String, String> HTTP2_OTHERWISE = Map.ofEntries(
            Map.entry("keepAliveTimeout", "keepAliveTimeout of the Connector holds for HTTP/2 too"),
            Map.entry("readTimeout", "connectionTimeout of the Connector bounds a header block"),
            Map.entry("writeTimeout", "writeTimeout of the Connector holds for HTTP/2 too"),
            Map.entry("streamReadTimeout", "connectionUploadTimeout of the Connector holds for streams too"),
            Map.entry("streamWriteTimeout", "writeTimeout of the Connector holds for streams too"),
            Map.entry("overheadCountFactor", "each kind of frame has a limit of its own, such as maxSettingsFrames,"
                    + " maxPingFrames and maxPriorityFrames"),
            Map.entry("overheadResetFactor", "maxResetFrames limits resets"),
            Map.entry("overheadContinuationThreshold", "maxContinuationFrames limits the frames of a header block"),
            Map.entry("overheadDataThreshold", "small DATA frames are allowed, maxIdleFrames limits empty ones"),
            Map.entry("overheadWindowUpdateThreshold", "small updates are allowed, maxWindowUpdateFrames limits those"
                    + " beyond two for each byte sent"),
            Map.entry("maxHeaderCount", "maxHeaderCount of the Connector holds for HTTP/2 too"),
            Map.entry("maxHeaderSize", "maxHttpRequestHeaderSize of the Connector holds for HTTP/2 too"),
            Map.entry("maxTrailerCount", "maxHeaderCount of the Connector holds for trailers too"),
            Map.entry("maxTrailerSize", "maxHttpRequestHeaderSize of the Connector holds for trailers of HTTP/2 too"),
            Map.entry("allowedTrailerHeaders", "all trailers are kept apart from the fields of the head"),
            Map.entry("compression", "compression of the Connector holds for HTTP/2 too"));

    private final TlsBinder tls;
    private final EndpointBinder endpoints;
    private EnvironmentOverrides overrides;

    /**
     * @param base      what file names are relative to
     * @param overrides win over what the first connector says
     */
    ConnectorBinder(ConfigProblems problems, Path base, EnvironmentOverrides overrides) {
        super(problems);
        this.overrides = overrides;
        tls = new TlsBinder(problems, base);
        endpoints = new EndpointBinder(base);
    }

    /** @return the connector, or {@code null} if it is left out */
    ConnectorElement bind(Element written) {
        EnvironmentOverrides ofThis = overrides;
        Element element = ofThis.on(written, "port", "protocol", "SSLEnabled", "certificate");
        String protocol = element.attribute("protocol");
        if (protocol != null && protocol.toUpperCase(Locale.ROOT).contains("AJP")) {
            problems.warn(element.location(), "the connector on port " + element.attribute("port") + " is left out: "
                    + protocol + " is not supported yet");
            return null;
        }
        overrides = EnvironmentOverrides.none();
        AttributeReader attributes = new AttributeReader(element, problems, ofThis);
        ConnectorConfig connector = connector(attributes).withHttp2(http2(element, attributes));
        boolean secured = TlsBinder.isAskedFor(element);
        if (secured) {
            connector = connector.withTls(tls.bind(element, attributes));
        }
        RequestSettings requests = requests(attributes);
        String executor = attributes.text("executor", null);
        attributes.accept(SETTLED);
        attributes.later(LATER);
        attributes.finish();
        ofThis.finish(problems);
        checkChildren(element);
        return secured && connector.tls() == null ? null
                : new ConnectorElement(connector, requests, executor, attributes.settings(),
                        element.locationOf("port"), element.location());
    }

    private void checkChildren(Element element) {
        for (Element child : element.children()) {
            if (!CHILDREN.contains(child.name())) {
                unknownChild(element, child, CHILDREN);
            }
        }
    }

    /**
     * On unless {@code http2="false"}: clients choose it by ALPN, on clear text by prior knowledge. Where an
     * administrator
     * asks for it by name, they may also upgrade, as with Tomcat.
     */
    private Http2Config http2(Element element, AttributeReader attributes) {
        Http2Config config = Http2Config.DEFAULT.withEnabled(attributes.flag("http2", true));
        for (Element child : element.children()) {
            if (child.name().equals("UpgradeProtocol")) {
                config = upgrade(child, config);
            }
        }
        return config;
    }

    private Http2Config upgrade(Element element, Http2Config base) {
        AttributeReader attributes = attributes(element);
        int window = attributes.number("initialWindowSize", base.initialWindow(), 16_384, Integer.MAX_VALUE);
        Http2Config config = new Http2Config(base.enabled(), true,
                attributes.number("maxConcurrentStreams", base.maxConcurrentStreams(), 1, Integer.MAX_VALUE),
                attributes.number("maxConcurrentStreamExecution", base.maxExecution(), 1, Integer.MAX_VALUE), window,
                attributes.number("maxWindowSize", Math.max(window, base.maxWindow()), window, Integer.MAX_VALUE),
                attributes.number("maxBufferedContent", base.maxBufferedContent(), 1 << 20, Long.MAX_VALUE),
                attributes.number("headerTableSize", base.headerTableSize(), 0, LARGEST_HEAD),
                floods(attributes, base.floods()));
        attributes.accept(HTTP2_SETTLED);
        attributes.otherwise(HTTP2_OTHERWISE);
        attributes.finish();
        return config;
    }

    private static FloodLimits floods(AttributeReader attributes, FloodLimits base) {
        return new FloodLimits(attributes.limit("maxResetFrames", base.resets(), Integer.MAX_VALUE),
                attributes.number("maxSettingsFrames", base.settings(), 1, Integer.MAX_VALUE),
                attributes.limit("maxPingFrames", base.pings(), Integer.MAX_VALUE),
                attributes.limit("maxPriorityFrames", base.priorities(), Integer.MAX_VALUE),
                attributes.limit("maxIdleFrames", base.idleFrames(), Integer.MAX_VALUE),
                attributes.limit("maxWindowUpdateFrames", base.windowUpdates(), Integer.MAX_VALUE),
                attributes.limit("maxFaultyFrames", base.faults(), Integer.MAX_VALUE),
                attributes.limit("maxContinuationFrames", base.continuations(), Integer.MAX_VALUE));
    }

    private ConnectorConfig connector(AttributeReader attributes) {
        int port = attributes.number("port", 8080, 0, 65_535);
        Endpoint endpoint = endpoints.bind(attributes);
        if (endpoint.unixPath() == null && !endpoint.inherited()) {
            attributes.required("port", "8080");
        }
        warnOfIllegalFields(attributes);
        String address = attributes.text("address", null);
        return new ConnectorConfig(null, address, port, attributes.number("pollerThreadCount", 0, 0, 1_024),
                maxConnections(attributes), attributes.text("server", null), limits(attributes), timeouts(attributes),
                socket(attributes), workers(attributes, Threads.AUTO), Http2Config.DEFAULT, null,
                observation(attributes), CompressionBinder.bind(attributes), leniency(attributes), endpoint);
    }

    private static ObservationConfig observation(AttributeReader attributes) {
        ObservationConfig by = ObservationConfig.DEFAULT;
        return new ObservationConfig(attributes.millis("loopStallThreshold", by.loopStallThreshold()),
                attributes.millis("slowRequestThreshold", by.slowRequestThreshold()),
                attributes.number("slowRequestLogSize", by.slowRequests(), 0, 100_000), reservedPaths(attributes),
                attributes.flag("serverTiming", by.serverTiming()));
    }

    private static Set<String> reservedPaths(AttributeReader attributes) {
        Set<String> paths = new LinkedHashSet<>();
        for (String path : attributes.text("reservedPaths", "").split("[,\\s]+")) {
            if (path.startsWith("/")) {
                paths.add(path);
            } else if (!path.isEmpty()) {
                attributes.error("reservedPaths", "must be paths that start with /, separated by commas");
            }
        }
        return paths;
    }

    /** Tomcat took this switch away with version 11, for good reasons. */
    private static void warnOfIllegalFields(AttributeReader attributes) {
        if (!attributes.flag("rejectIllegalHeader", true)) {
            attributes.warn("rejectIllegalHeader", "has no effect: requests with field lines that are not well-formed"
                    + " are always refused with 400, because two servers would read them in two ways");
        }
    }

    private static Leniency leniency(AttributeReader attributes) {
        return new Leniency(relaxed(attributes, "relaxedPathChars"), relaxed(attributes, "relaxedQueryChars"));
    }

    private static String relaxed(AttributeReader attributes, String name) {
        String chars = attributes.text(name, "");
        for (int i = 0; i < chars.length(); i++) {
            if (Leniency.RELAXABLE.indexOf(chars.charAt(i)) < 0) {
                attributes.error(name, "can only name characters of " + Leniency.RELAXABLE);
                return "";
            }
        }
        return chars;
    }

    private static int maxConnections(AttributeReader attributes) {
        int most = attributes.limit("maxConnections", ConnectorConfig.DEFAULT.maxConnections(), -1);
        return most == 0 ? -1 : most;
    }

    private HttpLimits limits(AttributeReader attributes) {
        HttpLimits limits = HttpLimits.DEFAULT;
        int both = attributes.number("maxHttpHeaderSize", limits.maxFieldSection(), KIB, LARGEST_HEAD);
        int head = attributes.number("maxHttpRequestHeaderSize", both, 128, LARGEST_HEAD);
        return limits.withMaxRequestLine(head).withMaxFieldSection(head)
                .withMaxResponseHead(attributes.number("maxHttpResponseHeaderSize", both, KIB, LARGEST_HEAD))
                .withMaxFields(Math.max(1, attributes.limit("maxHeaderCount", limits.maxFields(), Integer.MAX_VALUE)))
                .withMaxTrailerSection(attributes.limit("maxTrailerSize", limits.maxTrailerSection(),
                        Integer.MAX_VALUE))
                .withMaxChunkExtensions(attributes.limit("maxExtensionSize", limits.maxChunkExtensions(),
                        Integer.MAX_VALUE))
                .withMaxSwallow(attributes.limit("maxSwallowSize", (int) limits.maxSwallow(), -1))
                .withMaxKeepAlive(keepAliveRequests(attributes, limits))
                .withAssembledContent(attributes.number("assembledBodySize", limits.assembledContent(), 0,
                        LARGEST_HEAD));
    }

    /** In Tomcat both 0 and 1 turn keep-alive off. */
    private static int keepAliveRequests(AttributeReader attributes, HttpLimits limits) {
        int requests = attributes.limit("maxKeepAliveRequests", limits.maxKeepAlive(), -1);
        return requests == 0 ? 1 : requests;
    }

    private static Timeouts timeouts(AttributeReader attributes) {
        Duration connection = attributes.millis("connectionTimeout", CONNECTION_TIMEOUT);
        boolean uploadAsConnection = attributes.flag("disableUploadTimeout",
                !attributes.has("connectionUploadTimeout"));
        Duration upload = attributes.millis("connectionUploadTimeout", uploadAsConnection ? connection
                : UPLOAD_TIMEOUT);
        return new Timeouts(attributes.millis("firstByteTimeout", connection), connection,
                uploadAsConnection ? connection : upload, attributes.millis("writeTimeout", connection),
                attributes.millis("keepAliveTimeout", connection), rates(attributes));
    }

    private static DataRates rates(AttributeReader attributes) {
        DataRates rates = DataRates.DEFAULT;
        return new DataRates(attributes.limit("minRequestDataRate", rates.request(), 0),
                attributes.limit("minResponseDataRate", rates.response(), 0),
                attributes.millis("dataRateGracePeriod", rates.grace()));
    }

    private static SocketOptions socket(AttributeReader attributes) {
        SocketOptions options = SocketOptions.DEFAULT;
        boolean noDelay = attributes.flag("tcpNoDelay", options.tcpNoDelay());
        return new SocketOptions(attributes.number("acceptCount", options.backlog(), 1, 65_535),
                attributes.flag("socket.tcpNoDelay", noDelay),
                attributes.flag("socket.soKeepAlive", options.keepAlive()),
                attributes.number("socket.rxBufSize", options.receiveBuffer(), 0, Integer.MAX_VALUE),
                attributes.number("socket.txBufSize", options.sendBuffer(), 0, Integer.MAX_VALUE),
                attributes.flag("socket.soReuseAddress", options.reuseAddress()),
                attributes.flag("soReusePort", attributes.flag("socket.soReusePort", options.reusePort())));
    }

    /** Threads of a connector, or of an {@code Executor}, which has the same attributes. */
    WorkerConfig workers(AttributeReader attributes, Threads otherwise) {
        WorkerConfig workers = WorkerConfig.DEFAULT;
        int most = attributes.number("maxThreads", workers.maxThreads(), 1, 1_000_000);
        int spare = attributes.number("minSpareThreads", workers.minThreads(), 0, 1_000_000);
        Threads kind = threads(attributes, otherwise);
        return new WorkerConfig(most, attributes.number("maxWaitingThreads", workers.maxWaiting(), 0, 1_000_000),
                Math.min(spare, most),
                attributes.number("maxQueueSize", workers.maxQueue(), 1, Integer.MAX_VALUE),
                attributes.millis("maxQueueAge", workers.maxQueueAge()),
                attributes.millis("threadsMaxIdleTime", attributes.millis("maxIdleTime", workers.idleTime())), kind,
                null);
    }

    private Threads threads(AttributeReader attributes, Threads otherwise) {
        if (!attributes.has("useVirtualThreads")) {
            return otherwise;
        }
        boolean virtual = attributes.flag("useVirtualThreads", false);
        if (virtual && Runtime.version().feature() < 21) {
            attributes.error("useVirtualThreads", "needs Java 21 or newer, this is Java "
                    + Runtime.version().feature() + "; remove the attribute or set JAVA_HOME to a newer JDK");
            return otherwise;
        }
        return virtual ? Threads.VIRTUAL : Threads.PLATFORM;
    }

    private static RequestSettings requests(AttributeReader attributes) {
        RequestSettings by = RequestSettings.DEFAULT;
        return new RequestSettings(attributes.text("scheme", by.scheme()), attributes.flag("secure", by.secure()),
                attributes.text("proxyName", by.proxyName()),
                attributes.number("proxyPort", by.proxyPort(), 0, 65_535),
                attributes.number("redirectPort", by.redirectPort(), 0, 65_535),
                attributes.limit("maxPostSize", (int) by.maxPostSize(), -1),
                attributes.limit("maxParameterCount", by.maxParameterCount(), -1),
                attributes.limit("maxPartCount", by.maxPartCount(), -1),
                attributes.number("maxPartHeaderSize", by.maxPartHeaderSize(), 1, LARGEST_HEAD),
                attributes.limit("maxCookieCount", by.maxCookieCount(), -1),
                attributes.limit("maxSavePostSize", by.maxSavePostSize(), -1),
                bodyMethods(attributes, by), attributes.charset("URIEncoding", by.uriEncoding()),
                attributes.flag("useBodyEncodingForURI", by.bodyEncodingForQuery()),
                attributes.flag("allowTrace", by.allowTrace()),
                attributes.flag("enableLookups", by.enableLookups()),
                attributes.millis("asyncTimeout", by.asyncTimeout()),
                attributes.choice("encodedSolidusHandling", EncodedSlash.class, by.encodedSlash()),
                attributes.choice("encodedReverseSolidusHandling", EncodedSlash.class, by.encodedBackslash()),
                trailers(attributes, by));
    }

    private static Set<String> trailers(AttributeReader attributes, RequestSettings by) {
        return !attributes.has("allowedTrailerHeaders") ? by.allowedTrailers()
                : attributes.list("allowedTrailerHeaders", List.of()).stream()
                        .map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static Set<String> bodyMethods(AttributeReader attributes, RequestSettings by) {
        if (!attributes.has("parseBodyMethods")) {
            return by.parseBodyMethods();
        }
        Set<String> methods = Stream.of(attributes.text("parseBodyMethods", "").split(",")).map(String::strip)
                .filter(each -> !each.isEmpty()).collect(Collectors.toSet());
        if (methods.contains("TRACE")) {
            attributes.error("parseBodyMethods", "must not name TRACE, whose content means nothing (RFC 9110 §9.3.8)");
            return by.parseBodyMethods();
        }
        return methods;
    }
}
