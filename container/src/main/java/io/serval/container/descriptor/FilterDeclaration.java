package io.serval.container.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@code filter} element, or a {@code @WebFilter} class.
 *
 * @param name           unique within the application
 * @param className      fully qualified
 * @param initParams     in declared order
 * @param asyncSupported whether asynchronous processing is allowed
 * @param location       where it was declared
 */
public record FilterDeclaration(String name, String className, Map<String, String> initParams, boolean asyncSupported,
                                SourceLocation location) {
    public FilterDeclaration {
        initParams = Collections.unmodifiableMap(new LinkedHashMap<>(initParams));
    }
}
