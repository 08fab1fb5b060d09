package io.serval.container.deploy.merge;

import java.util.Map;
import java.util.Set;

/** What Servlet 6.1 §8.2.3 says of single elements, beside the general rules in {@link FragmentMerger}. */
final class MergeRules {
    /** Elements of a fragment that are about the fragment alone. */
    static final Set<String> OWN =
            Set.of("name", "ordering", "module-name", "description", "display-name", "icon", "distributable");

    /** Elements that the application has from itself if it names the same servlet or filter, and else from all. */
    static final Map<String, String> REPLACED_BY_NAME =
            Map.of("servlet-mapping", "servlet-name", "filter-mapping", "filter-name");

    /** Elements that the application has from the fragments only if it declares none itself. */
    static final Set<String> ALL_OR_NONE = Set.of("post-construct", "pre-destroy");

    /** References to resources: that of the application holds as a whole, but for its injection targets. */
    static final Set<String> WHOLE = Set.of("env-entry", "ejb-ref", "ejb-local-ref", "service-ref", "resource-ref",
            "resource-env-ref", "message-destination-ref", "persistence-context-ref", "persistence-unit-ref",
            "data-source", "mail-session", "connection-factory", "jms-connection-factory");

    private MergeRules() {
    }
}
