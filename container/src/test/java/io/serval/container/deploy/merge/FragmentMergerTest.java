package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.xml.Element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Servlet 6.1 §8.2.3, rule by rule. */
class FragmentMergerTest {
    private static Element merge(String webXml, String... fragments) {
        List<Element> trees = new ArrayList<>();
        for (String each : fragments) {
            trees.add(Trees.fragment((char) ('a' + trees.size()) + ".xml", each));
        }
        return new FragmentMerger().merge(Trees.webApp(webXml), trees);
    }

    private static WebAppDescriptor descriptor(String webXml, String... fragments) {
        return DescriptorMaker.make(merge(webXml, fragments), null);
    }

    private static String param(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></context-param>";
    }

    private static String servlet(String content) {
        return "<servlet><servlet-name>s</servlet-name>" + content + "</servlet>";
    }

    private static String mapping(String pattern) {
        return "<servlet-mapping><servlet-name>s</servlet-name><url-pattern>" + pattern + "</url-pattern></servlet-mapping>";
    }

    @Test void addsUpParametersOfDifferentNames() {
        assertEquals("{a=1, b=2, c=3}", descriptor(param("a", "1"), param("b", "2"), param("c", "3")).contextParams()
                .toString());
    }

    @Test void letsTheApplicationWinOverFragmentsThatContradictEachOther() {
        assertEquals("{a=1}", descriptor(param("a", "1"), param("a", "2"), param("a", "3")).contextParams().toString());
    }

    @Test void refusesFragmentsThatContradictEachOtherAlone() {
        DeploymentException conflict =
                assertThrows(DeploymentException.class, () -> merge("", param("a", "2"), param("a", "3")));
        assertEquals("b.xml:1:70: <param-value> of <context-param> \"a\" is \"3\" here and \"2\" at a.xml:1:70; say it in "
                + "WEB-INF/web.xml, which overrides both", conflict.getMessage());
    }

    @Test void takesFragmentsThatSayTheSame() {
        assertEquals("{a=2}", descriptor("", param("a", "2"), param("a", "2")).contextParams().toString());
    }

    @Test void inheritsWhatTheApplicationLeavesOutOfAServlet() {
        var merged = descriptor(servlet("<servlet-class>A</servlet-class>"),
                servlet("<load-on-startup>3</load-on-startup><async-supported>true</async-supported>"));
        var servlet = merged.servlets().get(0);
        assertEquals(1, merged.servlets().size());
        assertEquals("A", servlet.className());
        assertEquals(3, servlet.loadOnStartup());
        assertTrue(servlet.asyncSupported());
    }

    @Test void refusesFragmentsThatContradictEachOtherWhereTheApplicationSaysNothing() {
        DeploymentException conflict = assertThrows(DeploymentException.class, () -> merge(
                servlet("<servlet-class>A</servlet-class>"), servlet("<load-on-startup>1</load-on-startup>"),
                servlet("<load-on-startup>2</load-on-startup>")));
        assertTrue(conflict.getMessage().contains("<load-on-startup> of <servlet> \"s\" is \"2\" here and \"1\" at a.xml"),
                conflict::getMessage);
    }

    @Test void refusesTwoClassesForOneServletOfFragments() {
        assertThrows(DeploymentException.class, () -> merge("", servlet("<servlet-class>A</servlet-class>"),
                servlet("<servlet-class>B</servlet-class>")));
    }

    @Test void mergesInitParametersOneByOne() {
        String one = "<init-param><param-name>x</param-name><param-value>main</param-value></init-param>";
        String two = "<init-param><param-name>x</param-name><param-value>other</param-value></init-param>"
                + "<init-param><param-name>y</param-name><param-value>new</param-value></init-param>";
        assertEquals("{x=main, y=new}", descriptor(servlet(one),
                servlet(two)).servlets().get(0).initParams().toString());
    }

    @Test void addsUpMappingsOfFragments() {
        assertEquals(2, descriptor(servlet(""), mapping("/a"), mapping("/b")).servletMappings().size());
    }

    @Test void letsMappingsOfTheApplicationReplaceThoseOfFragments() {
        var mappings = descriptor(servlet("") + mapping("/main"), mapping("/a"), mapping("/b")).servletMappings();
        assertEquals(1, mappings.size());
        assertEquals(List.of("/main"), mappings.get(0).patterns());
    }

    @Test void takesTwoEqualListenersForOne() {
        String listener = "<listener><listener-class>L</listener-class></listener>";
        assertEquals(1, descriptor(listener, listener, listener).listeners().size());
    }

    @Test void callsListenersAndFiltersInTheOrderOfTheFragments() {
        var merged = descriptor("<listener><listener-class>M</listener-class></listener>",
                "<listener><listener-class>A</listener-class></listener>",
                "<listener><listener-class>B</listener-class></listener>");
        assertEquals("[M, A, B]", merged.listeners().stream().map(each -> each.className()).toList().toString());
    }

    @Test void isDistributableOnlyWithAllItsFragments() {
        assertEquals(true, descriptor("<distributable/>", "<distributable/>").distributable());
        assertEquals(false, descriptor("<distributable/>", "<distributable/>", "").distributable());
        assertEquals(false, descriptor("", "<distributable/>").distributable());
    }

    @Test void doesNotCountALibraryWithoutFragmentAsNotDistributable() {
        Element merged = new FragmentMerger().merge(Trees.webApp("<distributable/>"),
                List.of(Fragment.plain("x.jar").descriptor()));
        assertEquals(true, DescriptorMaker.make(merged, null).distributable());
    }

    @Test void leavesOutTheNamesOfFragments() {
        assertEquals("Main", descriptor("<display-name>Main</display-name>", "<display-name>Part</display-name>")
                .displayName());
    }

    @Test void addsUpWelcomeFilesAndPropertyGroups() {
        var merged = descriptor("<welcome-file-list><welcome-file>a</welcome-file></welcome-file-list>",
                "<welcome-file-list><welcome-file>b</welcome-file><welcome-file>a</welcome-file></welcome-file-list>"
                        + "<jsp-config><jsp-property-group><url-pattern>*.x</url-pattern></jsp-property-group></jsp-config>");
        assertEquals(List.of("a", "b"), merged.welcomeFiles());
        assertEquals(1, merged.jspPropertyGroups().size());
    }

    @Test void mergesTheSessionConfigurationChildByChild() {
        var session = descriptor("<session-config><session-timeout>5</session-timeout></session-config>",
                "<session-config><session-timeout>9</session-timeout><cookie-config><name>N</name></cookie-config>"
                        + "</session-config>").session();
        assertEquals(5, session.timeoutMinutes());
        assertEquals("N", session.cookie().name());
    }

    @Test void refusesTwoSessionTimeoutsOfFragments() {
        assertThrows(DeploymentException.class, () -> merge("",
                "<session-config><session-timeout>5</session-timeout></session-config>",
                "<session-config><session-timeout>9</session-timeout></session-config>"));
    }

    private static String reference(String type, String target) {
        return "<resource-ref><res-ref-name>r</res-ref-name><res-type>" + type + "</res-type>" + (target.isEmpty() ? ""
                : "<injection-target><injection-target-class>" + target + "</injection-target-class>"
                + "<injection-target-name>f</injection-target-name></injection-target>") + "</resource-ref>";
    }

    @Test void keepsAReferenceWholeButForItsTargets() {
        var entry = descriptor(reference("T", ""), reference("U", "A"), reference("V", "B")).namingEntries().get(0);
        assertEquals("T", entry.type());
        assertEquals(2, entry.injectionTargets().size());
    }

    @Test void addsNoTargetsToAReferenceThatHasSome() {
        var entry = descriptor(reference("T", "M"), reference("T", "A")).namingEntries().get(0);
        assertEquals("M", entry.injectionTargets().get(0).className());
        assertEquals(1, entry.injectionTargets().size());
    }

    @Test void takesEqualReferencesOfFragmentsAndRefusesDifferentOnes() {
        assertEquals(1, descriptor("", reference("T", "A"), reference("T", "A")).namingEntries().size());
        assertThrows(DeploymentException.class, () -> merge("", reference("T", "A"), reference("U", "A")));
    }

    @Test void matchesErrorPagesByCodeOrType() {
        String page = "<error-page><error-code>404</error-code><location>%s</location></error-page>"
                + "<error-page><location>%s</location></error-page>";
        var pages = descriptor(page.formatted("/m404", "/m"), page.formatted("/f404", "/f")).errorPages();
        assertEquals("[/m404, /m]", pages.stream().map(each -> each.path()).toList().toString());
    }
}
