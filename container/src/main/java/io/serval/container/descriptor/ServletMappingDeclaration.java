package io.serval.container.descriptor;

import java.util.List;

/**
 * The patterns of one {@code servlet-mapping} element.
 *
 * @param servletName name of the servlet
 * @param patterns    in declared order, as written
 * @param location    where it was declared
 */
public record ServletMappingDeclaration(String servletName, List<String> patterns, SourceLocation location) {
    public ServletMappingDeclaration {
        patterns = List.copyOf(patterns);
    }
}
