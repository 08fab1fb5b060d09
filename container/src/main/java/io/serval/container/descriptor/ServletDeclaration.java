package io.serval.container.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@code servlet} element, or a {@code @WebServlet} class.
 *
 * @param name           unique within the application
 * @param className      fully qualified, or {@code null} if a page implements the servlet or only a programmatic
 *                       registration follows
 * @param jspFile        path of the page that implements the servlet, or {@code null}
 * @param initParams     in declared order
 * @param loadOnStartup  the order, or {@code null} for first use; negative means first use too
 * @param asyncSupported whether asynchronous processing is allowed
 * @param enabled        a disabled servlet is not instantiated and its mappings answer 404
 * @param runAs          role under which it calls others, or {@code null}
 * @param roleRefs       role names used in code, to role names declared by the application
 * @param multipart      limits, or {@code null} if the servlet takes no multipart content
 * @param location       where it was declared
 */
public record ServletDeclaration(String name, String className, String jspFile, Map<String, String> initParams,
                                 Integer loadOnStartup, boolean asyncSupported, boolean enabled, String runAs,
                                 Map<String, String> roleRefs, MultipartSettings multipart, SourceLocation location) {
    public ServletDeclaration {
        initParams = Collections.unmodifiableMap(new LinkedHashMap<>(initParams));
        roleRefs = Collections.unmodifiableMap(new LinkedHashMap<>(roleRefs));
    }
}
