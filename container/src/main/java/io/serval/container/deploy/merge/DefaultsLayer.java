package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.serval.container.xml.Element;

/**
 * Lays an application over the server's defaults, {@code conf/web.xml}: everything the application says wins, and a
 * default mapping holds only while the application maps its pattern to nothing else. Stateless.
 */
public final class DefaultsLayer {
    private DefaultsLayer() {
    }

    /**
     * The application with the defaults below it.
     *
     * @param defaults a checked {@code web-app} element
     */
    public static Element below(Element application, Element defaults) {
        Element rest = without(defaults, "servlet-mapping", "welcome-file-list", "distributable");
        Element merged = new FragmentMerger().mergeAnnotations(application, List.of(rest));
        List<Element> additions = freeMappings(application, defaults);
        if (!application.has("welcome-file-list")) {
            additions.addAll(defaults.all("welcome-file-list"));
        }
        return merged.plus(additions);
    }

    /** The names of the servlets that the defaults map: mappings of these give way to those of the application. */
    public static Set<String> mappedServlets(Element defaults) {
        return Set.copyOf(new HashSet<>(
                defaults.all("servlet-mapping").stream().map(each -> each.text("servlet-name")).toList()));
    }

    private static List<Element> freeMappings(Element application, Element defaults) {
        Set<String> taken = new HashSet<>();
        application.all("servlet-mapping").forEach(each -> taken.addAll(each.texts("url-pattern")));
        List<Element> free = new ArrayList<>();
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
