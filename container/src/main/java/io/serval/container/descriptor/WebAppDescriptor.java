package io.serval.container.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is declared of a web application: {@code web.xml}, the fragments and annotations, merged (Servlet 6.1 §8.2).
 *
 * @param displayName               or {@code null}
 * @param description               or {@code null}
 * @param majorVersion              of the descriptor; 6 where there is none
 * @param minorVersion              of the descriptor; 1 where there is none
 * @param metadataComplete          whether annotations were not looked at
 * @param distributable             whether sessions may move between servers
 * @param denyUncoveredHttpMethods  §13.8.4.2
 * @param defaultContextPath        or {@code null}
 * @param requestCharacterEncoding  or {@code null}
 * @param responseCharacterEncoding or {@code null}
 * @param contextParams             in declared order
 * @param listeners                 in the order of calls
 * @param filters                   in declared order
 * @param filterMappings            in the order of the chain
 * @param servlets                  in declared order
 * @param servletMappings           in declared order
 * @param session                   never {@code null}
 * @param mimeMappings              extension without dot, to type
 * @param welcomeFiles              in the order of trial
 * @param errorPages                in declared order
 * @param localeEncodings           locale to charset
 * @param taglibs                   URI to location
 * @param jspPropertyGroups         in declared order
 * @param securityConstraints       in declared order
 * @param login                     or {@code null}
 * @param securityRoles             declared role names
 * @param namingEntries             in declared order
 * @param postConstructs            methods to call after injection
 * @param preDestroys               methods to call before the end
 * @param orderedLibs               names of the jars of {@code WEB-INF/lib} in fragment order; {@code null} if no
 *                                  ordering was declared
 */
public record WebAppDescriptor(String displayName, String description, int majorVersion, int minorVersion,
                               boolean metadataComplete, boolean distributable, boolean denyUncoveredHttpMethods,
                               String defaultContextPath, String requestCharacterEncoding,
                               String responseCharacterEncoding, Map<String, String> contextParams,
                               List<ListenerDeclaration> listeners, List<FilterDeclaration> filters,
                               List<FilterMappingDeclaration> filterMappings, List<ServletDeclaration> servlets,
                               List<ServletMappingDeclaration> servletMappings, SessionDeclaration session,
                               Map<String, String> mimeMappings, List<String> welcomeFiles,
                               List<ErrorPageDeclaration> errorPages, Map<String, String> localeEncodings,
                               Map<String, String> taglibs, List<JspPropertyGroup> jspPropertyGroups,
                               List<SecurityConstraint> securityConstraints, LoginDeclaration login,
                               List<String> securityRoles, List<NamingEntry> namingEntries,
                               List<LifecycleCallback> postConstructs, List<LifecycleCallback> preDestroys,
                               List<String> orderedLibs) {
    public WebAppDescriptor {
        listeners = List.copyOf(listeners);
        filters = List.copyOf(filters);
        filterMappings = List.copyOf(filterMappings);
        servlets = List.copyOf(servlets);
        servletMappings = List.copyOf(servletMappings);
        welcomeFiles = List.copyOf(welcomeFiles);
        errorPages = List.copyOf(errorPages);
        jspPropertyGroups = List.copyOf(jspPropertyGroups);
        securityConstraints = List.copyOf(securityConstraints);
        securityRoles = List.copyOf(securityRoles);
        namingEntries = List.copyOf(namingEntries);
        postConstructs = List.copyOf(postConstructs);
        preDestroys = List.copyOf(preDestroys);
        contextParams = Collections.unmodifiableMap(new LinkedHashMap<>(contextParams));
        mimeMappings = Collections.unmodifiableMap(new LinkedHashMap<>(mimeMappings));
        localeEncodings = Collections.unmodifiableMap(new LinkedHashMap<>(localeEncodings));
        taglibs = Collections.unmodifiableMap(new LinkedHashMap<>(taglibs));
    }

    /** An application that declares nothing. */
    public static final WebAppDescriptor EMPTY = new WebAppDescriptor(null, null, 6, 1, false, false, false, null,
            null, null, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), SessionDeclaration.NONE,
            Map.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), List.of(), null, List.of(), List.of(),
            List.of(), List.of(), null);
}
