package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.serval.container.deploy.xml.Findings;
import io.serval.container.xml.Element;

/**
 * The order in which fragments count (Servlet 6.1 §8.2.2).
 *
 * @param included  the fragments to be merged, first to last
 * @param excluded  those that an {@code absolute-ordering} without {@code others} leaves out: their descriptors,
 *                  annotations and initializers are not looked at
 * @param specified whether any ordering was declared; otherwise the order is that of the names of the jars
 */
public record FragmentOrder(List<Fragment> included, List<Fragment> excluded, boolean specified) {
    public FragmentOrder {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /**
     * Orders fragments.
     *
     * @param webApp    the checked {@code web-app} element
     * @param fragments of all jars
     * @throws io.serval.container.descriptor.DeploymentException if the order is circular or a name is not unique
     */
    public static FragmentOrder of(Element webApp, List<Fragment> fragments, Findings findings) {
        Element absolute = webApp.child("absolute-ordering");
        if (absolute != null) {
            return absolute(absolute, fragments, findings);
        }
        boolean relative = fragments.stream().anyMatch(each -> each.descriptor().has("ordering"));
        return new FragmentOrder(relative ? RelativeOrder.of(fragments) : fragments, List.of(), relative);
    }

    /** Names of the jars in order, for {@code ServletContext.ORDERED_LIBS}; {@code null} if no order was declared. */
    public List<String> orderedLibs() {
        return specified ? included.stream().map(Fragment::jar).toList() : null;
    }

    private static FragmentOrder absolute(Element ordering, List<Fragment> fragments, Findings findings) {
        Set<Fragment> ordered = new LinkedHashSet<>();
        List<Fragment> rest = new ArrayList<>(fragments);
        rest.removeIf(each -> each.name() != null && ordering.texts("name").contains(each.name()));
        for (Element each : ordering.children()) {
            List<Fragment> meant = each.name().equals("others") ? rest : named(each.text(), fragments);
            if (meant.isEmpty() && !each.name().equals("others")) {
                findings.warn(each.location(), "no library is a fragment named \"" + each.text() + '"');
            }
            ordered.addAll(meant);
        }
        List<Fragment> excluded = new ArrayList<>(fragments);
        excluded.removeAll(ordered);
        return new FragmentOrder(List.copyOf(ordered), excluded, true);
    }

    private static List<Fragment> named(String name, List<Fragment> fragments) {
        return fragments.stream().filter(each -> name.equals(each.name())).toList();
    }
}
