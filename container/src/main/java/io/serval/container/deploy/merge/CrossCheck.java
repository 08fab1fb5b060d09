package io.serval.container.deploy.merge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.serval.container.deploy.xml.Findings;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.xml.Element;
import io.serval.container.xml.NearestName;

/** Checks that the parts of a merged descriptor fit together: names that are referred to, patterns. Stateless. */
public final class CrossCheck {
    private final Element root;
    private final Findings findings;

    private CrossCheck(Element root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /** @throws DeploymentException if a mapping names nothing, or two servlets share a pattern (§12.2) */
    public static void check(Element root, Findings findings) {
        CrossCheck check = new CrossCheck(root, findings);
        check.requireNames("servlet-mapping", "servlet");
        check.requireNames("filter-mapping", "filter");
        check.requireUniquePatterns();
        check.warnOfUndeclaredRoles();
    }

    private void requireNames(String mapping, String target) {
        String key = target + "-name";
        Set<String> known = new HashSet<>(root.all(target).stream().map(each -> each.text(key)).toList());
        for (Element each : root.all(mapping)) {
            String name = each.text(key);
            if (!known.contains(name)) {
                String nearest = NearestName.of(name, known);
                throw new DeploymentException(each.location(), '<' + mapping + "> names the " + target + " \"" + name
                        + "\", which is not declared" + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
            }
        }
    }

    private void requireUniquePatterns() {
        Map<String, Element> owners = new HashMap<>();
        for (Element mapping : root.all("servlet-mapping")) {
            for (String pattern : mapping.texts("url-pattern")) {
                Element other = owners.putIfAbsent(pattern, mapping);
                if (other != null && !other.text("servlet-name").equals(mapping.text("servlet-name"))) {
                    throw new DeploymentException(mapping.location(), "the pattern \"" + pattern
                            + "\" of servlet \"" + mapping.text("servlet-name") + "\" is also that of servlet \""
                            + other.text("servlet-name") + "\" at " + other.location()
                            + "; a pattern maps to one servlet");
                }
            }
        }
    }

    /** Links of servlets to roles; the roles of constraints are the business of {@code security}. */
    private void warnOfUndeclaredRoles() {
        Set<String> roles = new HashSet<>();
        root.all("security-role").forEach(each -> roles.add(each.text("role-name")));
        for (Element servlet : root.all("servlet")) {
            for (Element ref : servlet.all("security-role-ref")) {
                if (ref.has("role-link") && !roles.contains(ref.text("role-link"))) {
                    findings.warn(ref.child("role-link").location(), "<role-link> \"" + ref.text("role-link")
                            + "\" is not declared as a <security-role>");
                }
            }
        }
    }
}
