package io.serval.container.deploy;

import java.util.List;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Catches what is logged, for tests, and keeps it from the console. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public LogLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    public List<String> all() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    public List<String> at(Level level) {
        return List.copyOf(lines.list).stream().filter(each -> each.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The messages of what was thrown and is logged with the lines. */
    public List<String> failures() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getThrowableProxy).filter(Objects::nonNull)
                .map(each -> String.valueOf(each.getMessage())).toList();
    }

    @Override public void close() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
