package io.serval.container.session;

import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * Lets in what the application itself brought, and the value classes and collections of the JDK; all else, such as
 * classes of the server and the JDK's machinery, is refused.
 */
final class ApplicationClassFilter implements ObjectInputFilter {
    private static final long MAX_DEPTH = 1000;
    private static final Set<String> JDK_PACKAGES = Set.of("java.lang", "java.util", "java.math", "java.time",
            "java.time.chrono", "java.time.zone", "java.net", "java.text", "java.sql", "java.util.concurrent",
            "java.util.concurrent.atomic", "java.util.concurrent.locks", "java.util.regex", "java.awt.geom");

    private final ClassLoader loader;

    ApplicationClassFilter(ClassLoader loader) {
        this.loader = loader;
    }

    @Override public Status checkInput(FilterInfo info) {
        if (info.depth() > MAX_DEPTH) {
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        return type == null || isAllowed(type) ? Status.UNDECIDED : Status.REJECTED;
    }

    private boolean isAllowed(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || Proxy.isProxyClass(element) || JDK_PACKAGES.contains(element.getPackageName())
                || isOfApplication(element.getClassLoader());
    }

    /** Loaded by the application, or by what it builds on where it has no loader of its own (embedded). */
    private boolean isOfApplication(ClassLoader owner) {
        return owner != null && owner != ClassLoader.getPlatformClassLoader() && reaches(owner);
    }

    private boolean reaches(ClassLoader owner) {
        for (ClassLoader l = loader; l != null; l = l.getParent()) {
            if (l == owner) {
                return true;
            }
        }
        return false;
    }
}
