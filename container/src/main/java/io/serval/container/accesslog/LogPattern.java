package io.serval.container.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.serval.container.engine.RequestLogView;
import io.serval.http.HttpExchange;

/**
 * The pattern of a line, taken apart once. The letters are those of Tomcat's {@code AccessLogValve}: {@code %a %A %b
 * %B %D %F %h %H %I %l %m %p %q %r %s %S %t %T %u %U %v %X} and, with something in braces before the letter,
 * {@code a c D i L o p r s t T}; {@code %%} is a percent sign. {@code %{dispatched}D} and its like are ours:
 * microseconds to a stage of the request, as {@link TimeElements#stage} names them. {@code common} and {@code combined}
 * are names of patterns. Immutable.
 */
public final class LogPattern {
    private static final String COMMON = "%h %l %u %t \"%r\" %s %b";
    private static final String COMBINED = COMMON + " \"%{Referer}i\" \"%{User-Agent}i\"";
    private static final String VALID = "one of a A b B D F h H I l m p q r s S t T u U v X %, or {…} and one of "
            + "a c D i L o p r s t T";

    private final LogElement[] elements;

    private LogPattern(List<LogElement> elements) {
        this.elements = elements.toArray(LogElement[]::new);
    }

    /** @throws IllegalArgumentException naming the place in the pattern and what would be valid there */
    public static LogPattern parse(String pattern) {
        return switch (pattern) {
            case "common" -> new LogPattern(elements(COMMON));
            case "combined" -> new LogPattern(elements(COMBINED));
            default -> new LogPattern(elements(pattern));
        };
    }

    private static List<LogElement> elements(String pattern) {
        List<LogElement> elements = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int percent = pattern.indexOf('%', at);
            int end = percent < 0 ? pattern.length() : percent;
            if (end > at) {
                elements.add(LogElements.literal(pattern.substring(at, end)));
            }
            at = percent < 0 ? end : element(pattern, percent + 1, elements);
        }
        return elements;
    }

    /** Reads what follows a percent sign. @return the index after it */
    private static int element(String pattern, int start, List<LogElement> elements) {
        int letter = start;
        String argument = null;
        if (start < pattern.length() && pattern.charAt(start) == '{') {
            int close = pattern.indexOf('}', start);
            letter = close < 0 ? pattern.length() : close + 1;
            argument = close < 0 ? "" : pattern.substring(start + 1, close);
        }
        LogElement found = letter >= pattern.length() ? null
                : argument == null ? simple(pattern.charAt(letter)) : withArgument(pattern.charAt(letter), argument);
        if (found == null) {
            throw new IllegalArgumentException("pattern has after the percent sign at index " + (start - 1)
                    + " no letter that is known; valid is " + VALID + "; the pattern is " + pattern);
        }
        elements.add(found);
        return letter + 1;
    }

    private static LogElement simple(char letter) {
        return switch (letter) {
            case 'a', 'h' -> LogElements.remoteAddress();
            case 'A' -> LogElements.localAddress();
            case 'b' -> LogElements.bytesSent(true);
            case 'B' -> LogElements.bytesSent(false);
            case 'D' -> TimeElements.elapsed(TimeUnit.MICROSECONDS);
            case 'F' -> TimeElements.commit();
            case 'H' -> LogElements.protocol();
            case 'I' -> LogElements.threadName();
            case 'l' -> LogElements.literal("-");
            case 'm' -> LogElements.method();
            case 'p' -> LogElements.localPort();
            case 'q' -> LogElements.query();
            case 'r' -> LogElements.requestLine();
            case 's' -> LogElements.status();
            case 'S' -> LogElements.sessionId();
            case 't' -> TimeElements.commonTime();
            case 'T' -> TimeElements.elapsed(TimeUnit.SECONDS);
            case 'u' -> LogElements.user();
            case 'U' -> LogElements.path();
            case 'v' -> LogElements.serverName();
            case 'X' -> LogElements.connectionStatus();
            case '%' -> LogElements.literal("%");
            default -> null;
        };
    }

    private static LogElement withArgument(char letter, String argument) {
        return switch (letter) {
            case 'a' -> argument.equals("peer") ? LogElements.peerAddress() : LogElements.remoteAddress();
            case 'c' -> LogElements.cookie(argument);
            case 'D' -> TimeElements.stage(argument);
            case 'i' -> LogElements.requestField(argument);
            case 'L' -> identifier(argument);
            case 'o' -> LogElements.responseField(argument);
            case 'p' -> port(argument);
            case 'r' -> LogElements.attribute(argument);
            case 's' -> LogElements.sessionAttribute(argument);
            case 't' -> TimeElements.time(argument);
            case 'T' -> elapsed(argument);
            default -> null;
        };
    }

    private static LogElement identifier(String kind) {
        return switch (kind) {
            case "c" -> LogElements.connectionId();
            case "d" -> LogElements.exchangeId();
            case "p" -> LogElements.protocolRequestId();
            default -> null;
        };
    }

    private static LogElement port(String kind) {
        return switch (kind) {
            case "canonical" -> LogElements.canonicalPort();
            case "local" -> LogElements.localPort();
            case "remote" -> LogElements.remotePort();
            default -> null;
        };
    }

    private static LogElement elapsed(String unit) {
        return switch (unit) {
            case "ns" -> TimeElements.elapsed(TimeUnit.NANOSECONDS);
            case "us" -> TimeElements.elapsed(TimeUnit.MICROSECONDS);
            case "ms" -> TimeElements.elapsed(TimeUnit.MILLISECONDS);
            case "s" -> TimeElements.elapsed(TimeUnit.SECONDS);
            case "fracsec" -> TimeElements.elapsedFraction();
            default -> null;
        };
    }

    /** Writes the line of an exchange, without its end. */
    void write(LineBuffer out, HttpExchange exchange, RequestLogView view) {
        for (LogElement element : elements) {
            element.write(out, exchange, view);
        }
    }
}
