package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.LoaderSettings;
import io.serval.container.config.ResourceSettings;
import io.serval.container.config.ScanSettings;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.MultipartSettings;
import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.ServletDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.loader.ResourcelessClassLoader;
import io.serval.container.loader.SharedApi;
import io.serval.container.loader.WebAppClassLoader;
import io.serval.container.servlet.Initializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whole applications, from files to what the engine starts. */
class WebAppAssemblerTest {
    private static final String SERVICE = "META-INF/services/jakarta.servlet.ServletContainerInitializer";
    private static final String SERVLET = "public class %s extends jakarta.servlet.http.HttpServlet { }";

    @TempDir private Path directory;
    private Path app;
    private ContextSettings settings = ContextSettings.DEFAULT;
    private Path defaults;
    private final List<AssembledApp> assembled = new ArrayList<>();
    private final LogLines log = new LogLines(WebAppAssembler.class.getName());

    @BeforeEach void makeDirectory() throws IOException {
        app = Files.createDirectories(directory.resolve("app"));
    }

    @AfterEach void close() throws IOException {
        for (AssembledApp each : assembled) {
            each.close();
        }
        log.close();
    }

    private WebAppAssembler assembler() throws IOException {
        ClassLoader server = getClass().getClassLoader();
        SharedApi api = new SharedApi(server);
        return new WebAppAssembler(new WebAppAssembler.Surroundings(server, api, api, defaults,
                directory.resolve("work"), directory));
    }

    private WebAppSource source(Path docBase) {
        return new WebAppSource(new ContextName("/app", ""), docBase, docBase, settings);
    }

    private AssembledApp assemble() throws IOException {
        AssembledApp made = assembler().assemble(source(app));
        assembled.add(made);
        return made;
    }

    private void classes(String... sources) {
        Compiler.compile(app.resolve("WEB-INF/classes"), sources);
    }

    private void webXml(String attributes, String content) throws IOException {
        Compiler.write(app.resolve("WEB-INF/web.xml"), "<web-app " + attributes + ">" + content + "</web-app>");
    }

    private Path library(String name, Map<String, String> files, String... sources) throws IOException {
        Path content = directory.resolve("lib-" + name);
        WarExpander.delete(content);
        Compiler.compile(content, sources);
        for (var each : files.entrySet()) {
            Compiler.write(content.resolve(each.getKey()), each.getValue());
        }
        Compiler.write(content.resolve("META-INF/lib.txt"), name);
        return Compiler.pack(content, app.resolve("WEB-INF/lib/" + name + ".jar"));
    }

    private void fragment(String name, String content, String... sources) throws IOException {
        library(name, Map.of("META-INF/web-fragment.xml", "<web-fragment>" + content + "</web-fragment>"), sources);
    }

    private static ServletDeclaration servlet(AssembledApp made, String name) {
        return made.descriptor().servlets().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> patterns(AssembledApp made, String name) {
        return made.descriptor().servletMappings().stream().filter(each -> each.servletName().equals(name))
                .flatMap(each -> each.patterns().stream()).toList();
    }

    @Test void makesAnApplicationOfAnEmptyDirectory() throws IOException {
        AssembledApp made = assemble();
        assertEquals(List.of(), made.descriptor().servlets());
        assertNull(made.descriptor().orderedLibs());
    }

    @Test void findsAnnotatedServletsFiltersAndListeners() throws IOException {
        classes("""
                package a;
                import jakarta.servlet.annotation.*;
                @WebServlet(name = "s", urlPatterns = {"/x", "*.y"}, loadOnStartup = 4, asyncSupported = true,
                    initParams = {@WebInitParam(name = "p", value = "1"), @WebInitParam(name = "q", value = "2")})
                public class S extends jakarta.servlet.http.HttpServlet { }""", """
                package a;
                @jakarta.servlet.annotation.WebServlet("/plain")
                public class Plain extends jakarta.servlet.http.HttpServlet { }""", """
                package a;
                import jakarta.servlet.DispatcherType;
                @jakarta.servlet.annotation.WebFilter(value = "/*", servletNames = "s",
                    dispatcherTypes = {DispatcherType.FORWARD, DispatcherType.ERROR})
                public class F extends jakarta.servlet.http.HttpFilter { }""", """
                package a;
                @jakarta.servlet.annotation.WebListener
                public class L implements jakarta.servlet.ServletContextListener { }""");
        AssembledApp made = assemble();
        ServletDeclaration servlet = servlet(made, "s");
        assertEquals("a.S", servlet.className());
        assertEquals(Map.of("p", "1", "q", "2"), servlet.initParams());
        assertEquals(4, servlet.loadOnStartup());
        assertTrue(servlet.asyncSupported());
        assertEquals("a.S", servlet.location().file());
        assertEquals(List.of("/x", "*.y"), patterns(made, "s"));
        assertNull(servlet(made, "a.Plain").loadOnStartup());
        assertEquals("a.F", made.descriptor().filters().get(0).name());
        var mapping = made.descriptor().filterMappings().get(0);
        assertEquals(List.of("/*"), mapping.urlPatterns());
        assertEquals(List.of("s"), mapping.servletNames());
        assertEquals("[ERROR, FORWARD]",
                new TreeSet<>(mapping.dispatchers().stream().map(Enum::name).toList()).toString());
        assertEquals("a.L", made.descriptor().listeners().get(0).className());
    }

    @Test void looksAtNoAnnotationOfACompleteApplication() throws IOException {
        webXml("metadata-complete='true'", "");
        classes("@jakarta.servlet.annotation.WebServlet(\"/x\") " + SERVLET.formatted("S"));
        fragment("f", "<servlet><servlet-name>f</servlet-name></servlet>");
        assertEquals(List.of(), assemble().descriptor().servlets());
    }

    @Test void looksAtNoAnnotationOfACompleteFragment() throws IOException {
        library("f", Map.of("META-INF/web-fragment.xml", "<web-fragment metadata-complete='true'/>"),
                "package f; @jakarta.servlet.annotation.WebServlet(\"/f\") " + SERVLET.formatted("F"));
        library("g", Map.of(), "package g; @jakarta.servlet.annotation.WebServlet(\"/g\") " + SERVLET.formatted("G"));
        assertEquals("[g.G]",
                assemble().descriptor().servlets().stream().map(ServletDeclaration::name).toList().toString());
    }

    @Test void letsTheDescriptorOverrideAnnotations() throws IOException {
        webXml("", """
                <servlet><servlet-name>s</servlet-name><servlet-class>S</servlet-class><init-param><param-name>p</param-name>
                <param-value>xml</param-value></init-param></servlet>
                <servlet-mapping><servlet-name>s</servlet-name><url-pattern>/xml</url-pattern></servlet-mapping>""");
        classes("""
                import jakarta.servlet.annotation.*;
                @WebServlet(name = "s", value = "/annotated", loadOnStartup = 1, initParams = {
                    @WebInitParam(name = "p", value = "a"), @WebInitParam(name = "q", value = "b")})
                """ + SERVLET.formatted("S"));
        AssembledApp made = assemble();
        assertEquals(Map.of("p", "xml", "q", "b"), servlet(made, "s").initParams());
        assertEquals(1, servlet(made, "s").loadOnStartup());
        assertEquals(List.of("/xml"), patterns(made, "s"));
        assertEquals(1, made.descriptor().servlets().size());
    }

    @Test void addsASecondServletOfOneClassUnderAnotherName() throws IOException {
        webXml("", "<servlet><servlet-name>other</servlet-name><servlet-class>S</servlet-class></servlet>");
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("S"));
        assertEquals(2, assemble().descriptor().servlets().size());
    }

    private String refused() {
        return assertThrows(DeploymentException.class, this::assemble).getMessage();
    }

    @Test void refusesAnnotationsThatSayTooMuchOrTooLittle() throws IOException {
        classes("@jakarta.servlet.annotation.WebServlet(value = \"/a\", urlPatterns = \"/b\") " + SERVLET.formatted("S"));
        assertEquals("S: @WebServlet may have a value or urlPatterns, not both", refused());
        classes("@jakarta.servlet.annotation.WebServlet " + SERVLET.formatted("S"));
        assertEquals("S: @WebServlet must have a value or urlPatterns", refused());
        classes("@jakarta.servlet.annotation.WebServlet(\"a\") " + SERVLET.formatted("S"));
        assertTrue(refused().startsWith("S: <url-pattern> must start with / (a path)"), this::refused);
    }

    @Test void refusesTwoAnnotatedServletsOfOneName() throws IOException {
        classes("@jakarta.servlet.annotation.WebServlet(name = \"s\", value = \"/a\") " + SERVLET.formatted("A"),
                "@jakarta.servlet.annotation.WebServlet(name = \"s\", value = \"/b\") " + SERVLET.formatted("B"));
        String message = refused();
        assertTrue(message.contains("<servlet-class> of <servlet> \"s\"") && message.contains("at A"), message);
    }

    @Test void refusesOnePatternForTwoAnnotatedServlets() throws IOException {
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("A"),
                "@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("B"));
        assertTrue(refused().contains("the pattern \"/a\" of servlet \"B\" is also that of servlet \"A\" at A"));
    }

    @Test void readsWhatOtherAnnotationsSayOfDeclaredClasses() throws IOException {
        webXml("", "<servlet><servlet-name>s</servlet-name><servlet-class>S</servlet-class></servlet>");
        classes("""
                import jakarta.servlet.annotation.*;
                import jakarta.annotation.security.*;
                @MultipartConfig(location = "up", maxFileSize = 5, fileSizeThreshold = 7) @RunAs("boss")
                @DeclareRoles({"a", "b"})""" + ' ' + SERVLET.formatted("S"));
        AssembledApp made = assemble();
        assertEquals(new MultipartSettings("up", 5, -1, 7), servlet(made, "s").multipart());
        assertEquals("boss", servlet(made, "s").runAs());
        assertEquals(Set.of("a", "b"), Set.copyOf(made.descriptor().securityRoles()));
    }

    @Test void turnsServletSecurityIntoConstraints() throws IOException {
        classes("""
                import jakarta.servlet.annotation.*;
                import jakarta.servlet.annotation.ServletSecurity.*;
                @WebServlet({"/s", "/t"})
                @ServletSecurity(value = @HttpConstraint(rolesAllowed = "r",
                        transportGuarantee = TransportGuarantee.CONFIDENTIAL),
                    httpMethodConstraints = {@HttpMethodConstraint("GET"),
                        @HttpMethodConstraint(value = "PUT", emptyRoleSemantic = EmptyRoleSemantic.DENY)})
                public class S extends jakarta.servlet.http.HttpServlet { }""");
        List<SecurityConstraint> constraints = assemble().descriptor().securityConstraints();
        assertEquals(3, constraints.size());
        SecurityConstraint others = constraints.get(0);
        assertEquals(List.of("r"), others.roles());
        assertEquals("CONFIDENTIAL", others.transportGuarantee());
        assertEquals(List.of("GET", "PUT"), others.collections().get(0).methodOmissions());
        assertEquals(List.of("/s", "/t"), others.collections().get(0).urlPatterns());
        assertNull(constraints.get(1).roles());
        assertEquals(List.of("GET"), constraints.get(1).collections().get(0).methods());
        assertEquals(List.of(), constraints.get(2).roles());
    }

    @Test void leavesPatternsToTheConstraintsOfTheDescriptorAndSaysNothingByDefaults() throws IOException {
        webXml("",
                "<security-constraint><web-resource-collection><url-pattern>/s</url-pattern></web-resource-collection>"
                + "</security-constraint>");
        classes("""
                import jakarta.servlet.annotation.*;
                @WebServlet({"/s", "/t"}) @ServletSecurity(@HttpConstraint(rolesAllowed = "r"))
                public class S extends jakarta.servlet.http.HttpServlet { }""",
                "@jakarta.servlet.annotation.WebServlet(\"/inherits\") public class Below extends S { }", """
                @jakarta.servlet.annotation.WebServlet("/open") @jakarta.servlet.annotation.ServletSecurity
                public class Open extends jakarta.servlet.http.HttpServlet { }""");
        List<String> patterns = assemble().descriptor().securityConstraints().stream()
                .map(each -> each.collections().get(0).urlPatterns().toString()).sorted().toList();
        assertEquals(List.of("[/inherits]", "[/s]", "[/t]"), patterns);
    }

    @Test void mergesFragmentsAndAnnotationsOfLibrariesInOrder() throws IOException {
        fragment("one", "<name>one</name><listener><listener-class>One</listener-class></listener>");
        fragment("two", "<name>two</name><ordering><before><name>one</name></before></ordering>"
                + "<listener><listener-class>Two</listener-class></listener>");
        library("plain", Map.of(), "package p; @jakarta.servlet.annotation.WebListener "
                + "public class L implements jakarta.servlet.ServletContextListener { }");
        AssembledApp made = assemble();
        assertEquals("[p.L, Two, One]",
                made.descriptor().listeners().stream().map(each -> each.className()).toList().toString());
        assertEquals(List.of("plain.jar", "two.jar", "one.jar"), made.descriptor().orderedLibs());
    }

    @Test void looksAtNothingInLibrariesThatTheOrderLeavesOut() throws IOException {
        webXml("",
                "<absolute-ordering/><servlet><servlet-name>p</servlet-name><servlet-class>p.S</servlet-class></servlet>");
        library("plain", Map.of(SERVICE, "p.I"), "package p; @jakarta.servlet.annotation.WebServlet(\"/p\") "
                + "@jakarta.servlet.annotation.MultipartConfig " + SERVLET.formatted("S"), initializer("p", "", "I"));
        AssembledApp made = assemble();
        assertEquals(1, made.descriptor().servlets().size());
        assertEquals(List.of(), patterns(made, "p"));
        assertEquals(MultipartSettings.DEFAULT, servlet(made, "p").multipart(),
                "§8.2.2: declared, so its annotations count");
        assertEquals(List.of(), made.initializers());
        assertEquals(List.of(), made.descriptor().orderedLibs());
    }

    private static String initializer(String inPackage, String annotation, String name) {
        return "package " + inPackage + "; " + annotation + " public class " + name + """
                 implements jakarta.servlet.ServletContainerInitializer {
                    public void onStartup(java.util.Set<Class<?>> types, jakarta.servlet.ServletContext context) { }
                }""";
    }

    private static List<String> names(List<Initializer> initializers) {
        return initializers.stream().map(each -> each.instance().getClass().getName()).toList();
    }

    @Test void findsInitializersOfClassesThenOfLibrariesInOrder() throws IOException {
        classes(initializer("c", "", "C"));
        Compiler.write(app.resolve("WEB-INF/classes/" + SERVICE), "# comment\n\n c.C # mine\nc.C\n");
        library("b", Map.of(SERVICE, "b.B"), initializer("b", "", "B"));
        library("a", Map.of(SERVICE, "a.A"), initializer("a", "", "A"));
        assertEquals(List.of("c.C", "a.A", "b.B"), names(assemble().initializers()));
    }

    @Test void findsInitializersOfACompleteApplicationToo() throws IOException {
        webXml("metadata-complete='true'", "");
        library("a", Map.of(SERVICE, "a.A"),
                initializer("a", "@jakarta.servlet.annotation.HandlesTypes(jakarta.servlet.Servlet.class)", "A"));
        classes(SERVLET.formatted("S"));
        Initializer found = assemble().initializers().get(0);
        assertEquals("S", found.types().iterator().next().getName());
    }

    @Test void namesFileLineAndCauseOfAnInitializerThatCannotBeMade() throws IOException {
        library("a", Map.of(SERVICE, "# first\nno.Such"));
        String message = refused();
        assertTrue(message.startsWith("a.jar!/" + SERVICE + ":2: initializer no.Such cannot be made:"), message);
        library("a", Map.of(SERVICE, "a.A"), "package a; public class A { }");
        assertTrue(refused().contains("a.A is no jakarta.servlet.ServletContainerInitializer"), this::refused);
    }

    @Test void findsHandledTypesByAncestorsAnnotationsAndMembers() throws IOException {
        library("a", Map.of(SERVICE, "a.A"),
                "package a; public interface Base { }",
                "package a; @java.lang.annotation.Inherited public @interface Mark { }",
                initializer("a", "@jakarta.servlet.annotation.HandlesTypes({Base.class, Mark.class})", "A"));
        library("b", Map.of(),
                "package a; public interface Base { }",
                        "package a; @java.lang.annotation.Inherited public @interface Mark { }",
                "package b; public interface Middle extends a.Base { }",
                "package b; public class Deep extends Shallow { }",
                        "package b; public class Shallow implements Middle { }",
                "package b; @a.Mark public class OnType { }", "package b; public class Inherits extends OnType { }",
                "package b; public class OnField { @a.Mark int x; }",
                        "package b; public class BelowField extends OnField { }",
                "package b; public class OnMethod { @a.Mark void x() { } }", "package b; public class Other { }");
        TreeSet<String> found = new TreeSet<>();
        assemble().initializers().get(0).types().forEach(each -> found.add(each.getSimpleName()));
        assertEquals("[Deep, Inherits, Middle, OnField, OnMethod, OnType, Shallow]", found.toString());
    }

    @Test void passesOverWhatHandledTypesMiss() throws IOException {
        library("a", Map.of(SERVICE, "a.A"),
                "package gone; public interface Gone { }", "package gone; public class Parent { }",
                "package a; public interface Base { }",
                initializer("a", "@jakarta.servlet.annotation.HandlesTypes({gone.Gone.class, Base.class})", "A"),
                "package a; public class Orphan extends gone.Parent implements Base { }",
                "package a; public class Child implements Base { }");
        Path content = directory.resolve("lib-a");
        WarExpander.delete(content.resolve("gone"));
        Compiler.pack(content, app.resolve("WEB-INF/lib/a.jar"));
        Set<Class<?>> types = assemble().initializers().get(0).types();
        assertEquals("[class a.Child]", types.toString(), "what cannot be loaded is left out");
    }

    @Test void givesNullToAnInitializerWithoutMatches() throws IOException {
        library("a", Map.of(SERVICE, "a.A"),
                initializer("a", "@jakarta.servlet.annotation.HandlesTypes(jakarta.servlet.Filter.class)", "A"));
        assertNull(assemble().initializers().get(0).types());
    }

    @Test void leavesOutClassFilesThatAreTooNewWithOneWarning() throws IOException {
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("S"), "public class New1 { }",
                "public class New2 { }");
        for (String each : List.of("New1", "New2")) {
            Path file = app.resolve("WEB-INF/classes/" + each + ".class");
            byte[] bytes = Files.readAllBytes(file);
            bytes[7] = (byte) 200;
            Files.write(file, bytes);
        }
        assertEquals(1, assemble().descriptor().servlets().size());
        assertEquals(1, log.at(Level.WARN).size());
        assertTrue(log.at(Level.WARN).get(0).startsWith("WEB-INF/classes: 2 class file(s) cannot be searched"),
                log.all()::toString);
    }

    @Test void tellsWhatToDoWithAnApplicationForJavax() throws IOException {
        Compiler.compile(directory.resolve("javax"), "package javax.servlet; public class GenericServlet { }");
        classes("package javax.servlet; public class GenericServlet { }",
                "public class Old extends javax.servlet.GenericServlet { }",
                "public class Older extends Old { }");
        WarExpander.delete(app.resolve("WEB-INF/classes/javax"));
        assemble();
        assertEquals(1, log.at(Level.WARN).size(), log.all()::toString);
        assertTrue(log.at(Level.WARN).get(0).startsWith("the application has 1 class(es) written for javax.servlet, such as "
                + "Old in WEB-INF/classes; this server runs jakarta.servlet"), log.all()::toString);
        webXml("", "<servlet><servlet-name>s</servlet-name><servlet-class>Older</servlet-class></servlet>");
        assertTrue(refused().contains("web.xml:1:11: Older is written for javax.servlet; this server runs"),
                this::refused);
    }

    @Test void saysNothingOfALibraryThatServesBothApis() throws IOException {
        String[] sources = {"package javax.servlet; public class GenericServlet { }",
            "package both; public class Old extends javax.servlet.GenericServlet { }",
            "package both; public class New extends jakarta.servlet.GenericServlet { public void service("
                + "jakarta.servlet.ServletRequest q, jakarta.servlet.ServletResponse p) { } }"};
        library("both", Map.of(), sources);
        assemble();
        assertEquals(List.of(), log.at(Level.WARN));
        library("both", Map.of(), sources[0], sources[1]);
        assemble();
        assertEquals(1, log.at(Level.WARN).size(), "nothing is for jakarta.servlet");
    }

    @Test void laysLibrariesAndResourcesInTheOrderOfTheFragments() throws IOException {
        library("a", Map.of("META-INF/resources/x.txt", "a", "META-INF/web-fragment.xml",
                "<web-fragment><ordering><after><others/></after></ordering></web-fragment>"));
        library("b", Map.of("META-INF/resources/x.txt", "b"));
        try (var content = assemble().resources().get("/x.txt").open()) {
            assertEquals("b", new String(content.readAllBytes()));
        }
    }

    @Test void readsEverythingFromAWarThatIsNotUnpacked() throws Exception {
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("S"));
        library("lib", Map.of(SERVICE, "p.I"), "package p; @jakarta.servlet.annotation.WebServlet(\"/p\") "
                + SERVLET.formatted("P"), initializer("p", "", "I"));
        Path war = Compiler.pack(app, directory.resolve("app.war"));
        AssembledApp made = assembler().assemble(source(war));
        Path temporary = made.temporary();
        assertEquals(2, made.descriptor().servlets().size());
        assertEquals(List.of("p.I"), names(made.initializers()));
        assertSame(made.loader(), made.loader().loadClass("S").getClassLoader());
        made.close();
        assertFalse(Files.exists(temporary), "temporary files go with the application");
    }

    @Test void laysTheDefaultsOfTheServerBelow() throws IOException {
        defaults = Compiler.write(directory.resolve("web.xml"), """
                <web-app><servlet><servlet-name>default</servlet-name>
                <servlet-class>io.serval.container.resource.DefaultServlet</servlet-class></servlet>
                <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
                </web-app>""");
        AssembledApp made = assemble();
        assertEquals(List.of("/"), patterns(made, "default"));
        assertEquals(Set.of("default"), made.overridableServlets());
        settings = settings.withScan(ScanSettings.NONE);
        assertEquals(List.of(), assemble().descriptor().servlets());
    }

    @Test void looksForNothingIfTheProgramSaysAll() throws IOException {
        webXml("", "<servlet><servlet-name>x</servlet-name></servlet>");
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("S"));
        library("a", Map.of(SERVICE, "no.Such"));
        settings = settings.withScan(ScanSettings.NONE);
        AssembledApp made = assemble();
        assertEquals(List.of(), made.descriptor().servlets());
        assertEquals(List.of(), made.initializers());
    }

    @Test void skipsTheLibrariesTheSettingsName() throws IOException {
        library("skip-1", Map.of(SERVICE, "no.Such", "META-INF/web-fragment.xml", "not xml"));
        settings = settings.withScan(new ScanSettings(true, true, true, true, true, null, "other.jar, skip-*.jar"));
        assertEquals(List.of(), assemble().initializers());
    }

    @Test void givesAnEmbeddedApplicationTheClassesOfItsProgram() throws IOException {
        settings = settings.withScan(ScanSettings.NONE);
        AssembledApp made = assembler().assemble(source(null),
                new WebAppAssembler.Embedding(getClass().getClassLoader(), List.of()));
        assembled.add(made);
        assertTrue(made.loader() instanceof ResourcelessClassLoader);
        assertSame(getClass().getClassLoader(), made.loader().getParent());
    }

    @Test void separatesTwoApplications() throws Exception {
        classes("public class S { }");
        settings = settings.withLoader(new LoaderSettings(true));
        assertNotSame(assemble().loader().loadClass("S"), assemble().loader().loadClass("S"));
    }

    @Test void addsTheRootsThatTheSettingsName() throws Exception {
        Compiler.write(app.resolve("page.html"), "app");
        Compiler.write(directory.resolve("front/page.html"), "front");
        Path content = directory.resolve("shared-content");
        Compiler.compile(content, "public class Shared { }");
        Compiler.pack(content, directory.resolve("jars/shared.jar"));
        settings = settings.withResources(settings.resources().withRoots(List.of(
                new ResourceSettings.Root(ResourceSettings.Place.PRE, ResourceSettings.Kind.DIRECTORY, "front", "", "/",
                        false, SourceLocation.NONE),
                new ResourceSettings.Root(ResourceSettings.Place.POST, ResourceSettings.Kind.DIRECTORY, "jars", "/",
                        "/WEB-INF/lib", false, SourceLocation.NONE))));

        AssembledApp made = assemble();

        assertEquals(directory.resolve("front/page.html"), made.resources().get("/page.html").file());
        assertSame(made.loader(), made.loader().loadClass("Shared").getClassLoader());
    }

    @Test void putsARelativeWorkDirectoryBelowTheBase() throws IOException {
        settings = settings.withWorkDir("mine/app");
        assertEquals(directory.resolve("mine/app"), assemble().temporary());
    }

    @Test void keepsTheClassesOfAnApplicationThatIsGivenFurtherResources() throws IOException {
        classes("public class Own { }");
        Compiler.write(directory.resolve("more/META-INF/resources/more.txt"), "more");
        AssembledApp made = assembler().assemble(source(app), new WebAppAssembler.Embedding(null,
                List.of(directory.resolve("more/").toUri().toURL())));
        assembled.add(made);
        assertTrue(made.loader() instanceof WebAppClassLoader);
        assertTrue(made.resources().get("/more.txt").isFile());
    }

    @Test void givesTheOldAndTheNewOneOfAnApplicationTemporaryDirectoriesOfTheirOwn() throws IOException {
        WebAppAssembler assembler = assembler();
        AssembledApp old = assembler.assemble(source(app));
        Path before = Compiler.write(old.temporary().resolve("file"), "old");
        AssembledApp next = assembler.assemble(source(app));
        Path after = Compiler.write(next.temporary().resolve("file"), "new");
        assertTrue(Files.exists(before), "the old one still runs");
        old.close();
        assertFalse(Files.exists(before));
        assertTrue(Files.exists(after), "the new one runs on");
        next.close();
    }

    @Test void logsTheWholeDescriptorIfAskedTo() throws IOException {
        webXml("", "<display-name>A &amp; B</display-name>");
        classes("@jakarta.servlet.annotation.WebServlet(\"/a\") " + SERVLET.formatted("S"));
        settings = settings.with(ContextSwitch.LOG_EFFECTIVE_WEB_XML, true);
        assemble();
        String logged = log.all().get(0);
        assertTrue(logged.contains("<display-name>A &amp; B</display-name>"), logged);
        assertTrue(logged.contains("  <servlet>\n    <servlet-name>S</servlet-name>\n    <servlet-class>S</servlet-class>"),
                logged);
    }

    @Test void namesALibraryThatIsNoJar() throws IOException {
        Compiler.write(app.resolve("WEB-INF/lib/broken.jar"), "no zip");
        Exception refused = assertThrows(Exception.class, this::assemble);
        assertTrue(refused.getMessage().contains("broken.jar"), refused::toString);
    }

    @Test void leavesNothingOpenWhenItFails() throws IOException {
        webXml("version='9.9'", "");
        refused();
        assertFalse(Files.exists(directory.resolve("work")), "no temporary directory was needed");
    }
}
