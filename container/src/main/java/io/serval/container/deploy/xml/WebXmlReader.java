package io.serval.container.deploy.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;
import io.serval.container.xml.XmlDocument;
import io.serval.container.xml.XmlException;

/**
 * Reads deployment descriptors (Servlet 6.1 §14): {@code web.xml} and {@code web-fragment.xml} of versions 2.2 to 6.1,
 * and the server's own {@code conf/web.xml}. Safe for any thread.
 */
public final class WebXmlReader {
    /** Versions of descriptors, oldest first. */
    public static final List<String> VERSIONS =
            List.of("2.2", "2.3", "2.4", "2.5", "3.0", "3.1", "4.0", "5.0", "6.0", "6.1");
    /** Descriptors before version 2.4 carry their version in the public identifier of their document type. */
    private static final Pattern DTD_VERSION = Pattern.compile("DTD Web Application (2\\.[23])//");
    private static final String NEWEST = VERSIONS.get(VERSIONS.size() - 1);
    private static final Set<String> PATTERN_OWNERS =
            Set.of("servlet-mapping", "filter-mapping", "web-resource-collection", "jsp-property-group");

    private static final Set<String> PATHS =
            Set.of("url-pattern", "location", "jsp-file", "form-login-page", "form-error-page");

    private final Findings findings;

    /** @param findings told of what is odd and does not hinder deployment */
    public WebXmlReader(Findings findings) {
        this.findings = findings;
    }

    /**
     * Reads a {@code web.xml}.
     *
     * @param file    what messages call it
     * @param content not closed
     * @throws DeploymentException with file, line and column if it is not well-formed or not valid
     */
    public Element readWebApp(String file, InputStream content) {
        return read(file, content, "web-app");
    }

    /** Reads a {@code web-fragment.xml}; as {@link #readWebApp}. */
    public Element readFragment(String file, InputStream content) {
        return read(file, content, "web-fragment");
    }

    /**
     * Checks a tree that was not read from a file, such as one made of annotations.
     *
     * @throws DeploymentException naming the class that carries the annotation
     */
    public Element checkFragment(Element fragment) {
        Element valid = new GrammarCheck(Grammar.WEB_APP, findings).check(fragment, "web-fragment");
        warnOfOddPatterns(valid);
        return valid;
    }

    /** What an application without a descriptor declares. */
    public static Element emptyWebApp() {
        return Element.of("web-app", List.of(), new SourceLocation("WEB-INF/web.xml", 0, 0)).with("version", NEWEST);
    }

    /** The version a checked descriptor was written for. */
    public static String version(Element root) {
        return root.attribute("version", NEWEST);
    }

    /** Whether annotations are not to be looked at (§8.1). */
    public static boolean metadataComplete(Element root) {
        return "true".equals(root.attribute("metadata-complete"));
    }

    private Element read(String file, InputStream content, String rootName) {
        Element root = root(file, content);
        if (!root.name().equals(rootName)) {
            throw new DeploymentException(root.location(),
                    "the root element must be <" + rootName + ">, was <" + root.name() + '>');
        }
        Element valid = new GrammarCheck(Grammar.WEB_APP, findings).check(prepare(root), rootName);
        valid.children().forEach(this::warnOfOddPatterns);
        checkChoices(valid);
        return valid;
    }

    private static Element root(String file, InputStream content) {
        try {
            XmlDocument document = XmlDocument.read(file, content.readAllBytes());
            Matcher old = DTD_VERSION.matcher(document.doctype());
            boolean says = document.root().attribute("version") != null || !old.find();
            return says ? document.root() : document.root().with("version", old.group(1));
        } catch (XmlException notWellFormed) {
            throw new DeploymentException(notWellFormed.location(), notWellFormed.getMessage());
        } catch (IOException unreadable) {
            throw new DeploymentException(new SourceLocation(file, 0, 0), "cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static Element prepare(Element root) {
        String version = root.attribute("version", NEWEST);
        if (!VERSIONS.contains(version)) {
            throw new DeploymentException(root.location(), "version \"" + version + "\" of <" + root.name()
                    + "> is not known; this server reads versions " + VERSIONS.get(0) + " to " + NEWEST);
        }
        String complete = root.attribute("metadata-complete", "false");
        List<Element> children = version.equals("2.2") ? withSlashes(root.children()) : root.children();
        return root.with(children).with("version", version).with("metadata-complete", flag(root, complete));
    }

    private static String flag(Element root, String said) {
        try {
            return TextType.named("boolean").check(said.trim());
        } catch (IllegalArgumentException invalid) {
            throw new DeploymentException(root.location(), "metadata-complete " + invalid.getMessage());
        }
    }

    /** In version 2.2 paths could lack their first slash. */
    private static List<Element> withSlashes(List<Element> elements) {
        List<Element> result = new ArrayList<>();
        for (Element each : elements) {
            boolean bare = PATHS.contains(each.name()) && each.text().matches("[^/*].*");
            result.add(bare ? Element.leaf(each.name(), '/' + each.text(), each.location())
                    : each.with(withSlashes(each.children())));
        }
        return result;
    }

    private void warnOfOddPatterns(Element element) {
        if (PATTERN_OWNERS.contains(element.name())) {
            element.all("url-pattern").forEach(this::warnIfOdd);
        }
        element.children().forEach(this::warnOfOddPatterns);
    }

    private void warnIfOdd(Element pattern) {
        String text = pattern.text();
        int star = text.indexOf('*');
        if (text.startsWith("/") && star >= 0 && !(text.endsWith("/*") && star == text.length() - 1)) {
            findings.warn(pattern.location(), "<url-pattern> \"" + text + "\" matches this very path only: * is a "
                    + "wildcard in /path/* and *.extension alone");
        }
    }

    private static void checkChoices(Element root) {
        root.all("servlet").forEach(each -> atMostOneOf(each, "servlet-class", "jsp-file"));
        root.all("error-page").forEach(each -> atMostOneOf(each, "error-code", "exception-type"));
        for (Element mapping : root.all("filter-mapping")) {
            if (!mapping.has("url-pattern") && !mapping.has("servlet-name")) {
                throw new DeploymentException(mapping.location(),
                        "<filter-mapping> must have a <url-pattern> or a <servlet-name>");
            }
        }
        for (Element constraint : root.all("security-constraint")) {
            constraint.all("web-resource-collection").forEach(
                    each -> atMostOneOf(each, "http-method", "http-method-omission"));
        }
        checkOrdering(root.child("ordering"));
    }

    private static void atMostOneOf(Element parent, String one, String other) {
        if (parent.has(one) && parent.has(other)) {
            throw new DeploymentException(parent.child(other).location(),
                    '<' + parent.name() + "> may have a <" + one + "> or a <" + other + ">, not both");
        }
    }

    private static void checkOrdering(Element ordering) {
        if (ordering != null && ordering.has("before") && ordering.has("after")
                && ordering.child("before").has("others") && ordering.child("after").has("others")) {
            throw new DeploymentException(ordering.location(), "<ordering> cannot be both before and after <others/>");
        }
    }
}
