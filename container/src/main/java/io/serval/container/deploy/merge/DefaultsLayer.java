package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.serval.container.deploy.xml.Element;

/**
 * Lays an application over the server's defaults, {@code conf/web.xml}: everything the application says wins, and a
 * default mapping holds only while the application maps its pattern to nothing else. Stateless.
 */
public final class DefaultsLayer {
    private final Element merged;
    private final Set<Element> mappings;

    private DefaultsLayer(Element merged, Set<Element> mappings) {
        this.merged = merged;
        this.mappings = mappings;
    }

    /** @param defaults a checked {@code web-app} element */
    public static DefaultsLayer below(Element application, Element defaults) {
        Set<Element> mappings = freeMappings(application, defaults);
        Element rest = without(defaults, "servlet-mapping", "welcome-file-list", "distributable");
        Element merged = new FragmentMerger().mergeAnnotations(application, List.of(rest));
        List<Element> additions = new ArrayList<>(mappings);
        if (!application.has("welcome-file-list")) {
            additions.addAll(defaults.all("welcome-file-list"));
        }
        return new DefaultsLayer(merged.plus(additions), mappings);
    }

    /** The application with the defaults below it. */
    public Element merged() {
        return merged;
    }

    /** The mappings that came from the defaults. */
    public Set<Element> mappings() {
        return mappings;
    }

    private static Set<Element> freeMappings(Element application, Element defaults) {
        Set<String> taken = new HashSet<>();
        application.all("servlet-mapping").forEach(each -> taken.addAll(each.texts("url-pattern")));
        Set<Element> free = new LinkedHashSet<>();
        for (Element mapping : defaults.all("servlet-mapping")) {
            List<Element> kept = new ArrayList<>(mapping.children());
            kept.removeIf(each -> each.name().equals("url-pattern") && taken.contains(each.text()));
            if (kept.stream().anyMatch(each -> each.name().equals("url-pattern"))) {
                free.add(mapping.with(kept));
            }
        }
        return free;
    }

    private static Element without(Element root, String... names) {
        List<Element> kept = new ArrayList<>(root.children());
        kept.removeIf(each -> List.of(names).contains(each.name()));
        return root.with(kept);
    }
}
