package io.serval.container.descriptor;

import java.util.List;

/**
 * The patterns of one {@code servlet-mapping} element.
 *
 * @param servletName name of the servlet
 * @param patterns    in declared order, as written
 * @param overridable whether it is one of the server's defaults, which an application may map to another servlet,
 *                    also by program
 * @param location    where it was declared
 */
public record ServletMappingDeclaration(String servletName, List<String> patterns, boolean overridable,
                                        SourceLocation location) {
    public ServletMappingDeclaration {
        patterns = List.copyOf(patterns);
    }

    /** A mapping of the application itself. */
    public ServletMappingDeclaration(String servletName, List<String> patterns, SourceLocation location) {
        this(servletName, patterns, false, location);
    }
}
