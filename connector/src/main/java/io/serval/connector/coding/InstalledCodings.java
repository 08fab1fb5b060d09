package io.serval.connector.coding;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.coding.spi.ContentCoding;

/** Finds the codings there are: gzip, and those of jars beside the server. */
final class InstalledCodings {
    private static final Logger log = LoggerFactory.getLogger(ContentCodings.class);

    private InstalledCodings() { }

    /** @throws IllegalArgumentException if a coding has no such level */
    static List<ContentCoding> atLevels(Map<String, Integer> levels) {
        List<ContentCoding> found = all(
                ServiceLoader.load(ContentCoding.class, InstalledCodings.class.getClassLoader()).iterator());
        List<String> names = found.stream().map(ContentCoding::name).toList();
        levels.keySet().stream().filter(each -> !names.contains(each)).forEach(each ->
                log.warn("compressionLevel names {}, which is not installed here; there are: {}", each, names));
        found.replaceAll(each -> levels.containsKey(each.name()) ? atLevel(each, levels.get(each.name())) : each);
        return found;
    }

    private static ContentCoding atLevel(ContentCoding coding, int level) {
        try {
            return coding.atLevel(level);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("compressionLevel: " + e.getMessage(), e);
        }
    }

    /** A coding that cannot work, say because its native library does not fit this system, must not stop the server. */
    static List<ContentCoding> all(Iterator<ContentCoding> others) {
        List<ContentCoding> found = new ArrayList<>(List.of(new GzipCoding()));
        boolean more = true;
        while (more) {
            try {
                more = others.hasNext();
                if (more) {
                    found.add(others.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                log.warn("A content coding cannot work here and is left out: {}", reason(e));
            }
        }
        return found;
    }

    /** All that was said on the way to the cause. */
    private static String reason(Throwable error) {
        StringBuilder reason = new StringBuilder(error.toString());
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            reason.append("; ").append(cause);
        }
        return reason.toString();
    }
}
