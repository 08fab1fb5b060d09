package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import io.serval.container.config.ScanSettings;
import io.serval.container.deploy.merge.CrossCheck;
import io.serval.container.deploy.merge.DefaultsLayer;
import io.serval.container.deploy.merge.DescriptorMaker;
import io.serval.container.deploy.merge.Fragment;
import io.serval.container.deploy.merge.FragmentMerger;
import io.serval.container.deploy.merge.FragmentOrder;
import io.serval.container.deploy.scan.AnnotationScan;
import io.serval.container.deploy.scan.ClassIndex;
import io.serval.container.deploy.scan.ClassUnit;
import io.serval.container.deploy.scan.ComponentAnnotations;
import io.serval.container.deploy.scan.JavaxCheck;
import io.serval.container.deploy.scan.WebAnnotations;
import io.serval.container.deploy.xml.Findings;
import io.serval.container.deploy.xml.WebXmlReader;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;
import io.serval.container.xml.Element;
import io.serval.container.xml.XmlText;

/**
 * Makes the descriptor of one application of all that declares something: {@code web.xml}, fragments, annotations, the
 * server's defaults (Servlet 6.1 §8.2): {@link #read}, {@link #scan}, {@link #merge}. Used once, by one thread.
 */
final class DescriptorAssembly {
    private static final String WEB_XML = "/WEB-INF/web.xml";
    private static final String FRAGMENT_XML = "META-INF/web-fragment.xml";

    private final ScanSettings scan;
    private final Findings findings;
    private final WebXmlReader reader;
    private final FragmentMerger merger = new FragmentMerger();
    private Element webApp = WebXmlReader.emptyWebApp();
    private FragmentOrder order = new FragmentOrder(List.of(), List.of(), false);
    private final Map<String, Library> libraries = new HashMap<>();
    private ClassIndex index;
    private Element effective;
    private final JavaxCheck javax = new JavaxCheck();

    DescriptorAssembly(ScanSettings scan, Findings findings) {
        this.scan = scan;
        this.findings = findings;
        this.reader = new WebXmlReader(findings);
    }

    /** Reads {@code web.xml} and the fragments, and puts the libraries in order. */
    void read(WebResources resources, List<Library> all) throws IOException {
        WebResource webXml = resources.get(WEB_XML);
        if (scan.webXml() && webXml.isFile()) {
            try (InputStream content = webXml.open()) {
                webApp = reader.readWebApp(place(webXml), content);
            }
        }
        JarPatterns skipped = new JarPatterns(scan.jarsToSkip());
        // A complete descriptor needs no fragments; an absolute order names them, and says whose initializers count.
        boolean wanted = scan.fragments()
                && (!WebXmlReader.metadataComplete(webApp) || webApp.has("absolute-ordering"));
        List<Fragment> fragments = new ArrayList<>();
        for (Library library : all) {
            libraries.put(library.name(), library);
            fragments.add(wanted && !skipped.matches(library.name()) ? fragment(library)
                    : Fragment.plain(library.name()));
        }
        order = FragmentOrder.of(webApp, fragments, findings);
    }

    private static String place(WebResource file) {
        return file.file() == null ? file.path().substring(1) : file.file().toString();
    }

    private Fragment fragment(Library library) throws IOException {
        try (JarFile jar = new JarFile(library.file().toFile())) {
            ZipEntry entry = jar.getEntry(FRAGMENT_XML);
            if (entry == null) {
                return Fragment.plain(library.name());
            }
            String file = "WEB-INF/lib/" + library.name() + "!/" + FRAGMENT_XML;
            return new Fragment(library.name(), reader.readFragment(file, jar.getInputStream(entry)));
        } catch (IOException broken) {
            throw new DeploymentException(new SourceLocation(library.file().toString(), 0, 0),
                    "cannot be read as a jar: " + broken.getMessage() + "; replace or remove it", broken);
        }
    }

    /** Names of the jars in fragment order; {@code null} if none was declared. */
    List<String> orderedLibs() {
        return order.orderedLibs();
    }

    /** The libraries that count, in fragment order, without those that are skipped. */
    List<Library> included() {
        JarPatterns skipped = new JarPatterns(scan.jarsToSkip());
        return order.included().stream().map(each -> libraries.get(each.jar()))
                .filter(each -> !skipped.matches(each.name())).toList();
    }

    /**
     * Looks into the classes.
     *
     * @param everything whether initializers asked for types, for which all counting classes are looked at
     */
    void scan(WebResources resources, boolean everything, ClassLoader loader) {
        List<ClassUnit> units = new ArrayList<>();
        if (everything || annotationsCount()) {
            units.add(ClassUnit.classesOf(resources));
        }
        Set<String> complete = completeJars();
        for (Library each : included()) {
            if (everything || annotationsCount() && !complete.contains(each.name())) {
                units.add(ClassUnit.jar(each.name(), each.file()));
            }
        }
        index = new AnnotationScan(findings, javax).scan(units, loader);
    }

    private boolean annotationsCount() {
        return scan.annotations() && !WebXmlReader.metadataComplete(webApp);
    }

    private Set<String> completeJars() {
        Set<String> complete = new LinkedHashSet<>();
        for (Fragment each : order.included()) {
            if (WebXmlReader.metadataComplete(each.descriptor())) {
                complete.add(each.jar());
            }
        }
        return complete;
    }

    /** What was found in the classes. */
    ClassIndex index() {
        return index;
    }

    /**
     * Merges everything.
     *
     * @param defaults the server's {@code web-app} element, or {@code null}
     * @throws DeploymentException if the parts contradict each other or do not fit together
     */
    WebAppDescriptor merge(Element defaults) {
        Element merged = annotationsCount()
                ? merger.mergeAnnotations(webApp, annotations(ClassUnit.OWN_CLASSES)) : webApp;
        if (!WebXmlReader.metadataComplete(webApp)) {
            merged = merger.merge(merged, order.included().stream().map(this::withAnnotations).toList());
        }
        if (annotationsCount()) {
            merged = withComponentAnnotations(merged);
        }
        refuseJavax(merged);
        if (defaults != null && scan.serverDefaults()) {
            merged = DefaultsLayer.below(merged, defaults);
        }
        CrossCheck.check(merged, findings);
        effective = merged;
        return DescriptorMaker.make(merged, order.orderedLibs());
    }

    /** The merged descriptor as XML. */
    String effectiveXml() {
        return XmlText.of(effective);
    }

    private Element withAnnotations(Fragment fragment) {
        return annotationsCount() && !WebXmlReader.metadataComplete(fragment.descriptor())
                ? merger.mergeAnnotations(fragment.descriptor(), annotations(fragment.jar())) : fragment.descriptor();
    }

    private List<Element> annotations(String unit) {
        return WebAnnotations.of(index, unit).stream().map(reader::checkFragment).toList();
    }

    private Element withComponentAnnotations(Element merged) {
        Set<String> complete = completeJars();
        ComponentAnnotations components = new ComponentAnnotations(index,
                className -> !complete.contains(String.valueOf(index.unitOf(className))));
        Element supplemented = merger.mergeAnnotations(merged,
                List.of(reader.checkFragment(components.supplement(merged))));
        return supplemented.plus(components.constraints(supplemented));
    }

    private void refuseJavax(Element merged) {
        for (String kind : List.of("servlet", "filter", "listener")) {
            for (Element each : merged.all(kind)) {
                String className = each.text(kind + "-class");
                if (className != null && JavaxCheck.isJavax(className, index)) {
                    throw new DeploymentException(each.location(), className + " is written for javax.servlet; "
                            + JavaxCheck.REMEDY);
                }
            }
        }
        if (javax.message() != null) {
            findings.warn(new SourceLocation("", 0, 0), javax.message());
        }
    }
}
