package io.serval.container.descriptor;

import java.util.List;

/**
 * A {@code web-resource-collection}: patterns and methods that a constraint is about.
 *
 * @param name            for messages
 * @param urlPatterns     as written
 * @param methods         {@code http-method} elements; empty means all but the omitted
 * @param methodOmissions {@code http-method-omission} elements
 */
public record WebResourceCollection(String name, List<String> urlPatterns, List<String> methods,
                                    List<String> methodOmissions) {
    public WebResourceCollection {
        urlPatterns = List.copyOf(urlPatterns);
        methods = List.copyOf(methods);
        methodOmissions = List.copyOf(methodOmissions);
    }
}
