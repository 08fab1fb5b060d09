package io.serval.container.deploy.xml;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.xml.Element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebXmlReaderTest {
    private final List<String> warnings = new ArrayList<>();
    private final WebXmlReader reader = new WebXmlReader((where, what) -> warnings.add(where + ": " + what));

    private Element read(String xml) {
        return reader.readWebApp("web.xml", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test void tellsWhereAnElementStarts() {
        Element root = read("<web-app>\n  <servlet>\n    <servlet-name>a</servlet-name></servlet>\n</web-app>");
        assertEquals("web.xml:2:3", root.child("servlet").location().toString());
        assertEquals("web.xml:3:5", root.child("servlet").child("servlet-name").location().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.4", "2.5", "3.0", "3.1", "4.0", "5.0", "6.0", "6.1"})
    void readsEveryVersionWithASchema(String version) {
        assertEquals(version, WebXmlReader.version(read("<web-app version='" + version + "'/>")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2", "2.3"})
    void takesTheVersionFromADocumentTypeWithoutFetchingIt(String version) {
        Element root = read("<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application " + version
                + "//EN' 'http://127.0.0.1:1/web-app.dtd'><web-app/>");
        assertEquals(version, WebXmlReader.version(root));
    }

    @Test void takesADescriptorWithoutVersionForTheNewest() {
        assertEquals("6.1", WebXmlReader.version(read("<web-app/>")));
    }

    @Test void addsTheSlashThatVersion22CouldLeaveOut() {
        Element root = read("<web-app version='2.2'><servlet-mapping><servlet-name>a</servlet-name>"
                + "<url-pattern>go</url-pattern></servlet-mapping></web-app>");
        assertEquals("/go", root.child("servlet-mapping").text("url-pattern"));
    }

    @ParameterizedTest
    @CsvSource({"TRUE,true", " yes ,true", "1,true", "False,false", "no,false", "0,false"})
    void bringsFlagsIntoOneForm(String written, String canonical) {
        Element root = read("<web-app><servlet><servlet-name>a</servlet-name><async-supported>" + written
                + "</async-supported></servlet></web-app>");
        assertEquals(canonical, root.child("servlet").text("async-supported"));
    }

    static List<String[]> mistakes() {
        return List.of(
                new String[] {"", "web.xml:1:1: "},
                new String[] {"<web-app>\n<a></web-app>", "web.xml:2:6: "},
                new String[] {"<webapp/>", "web.xml:1:1: the root element must be <web-app>, was <webapp>"},
                new String[] {"<web-app version='7.0'/>",
                    "web.xml:1:1: version \"7.0\" of <web-app> is not known; this server reads versions 2.2 to 6.1"},
                new String[] {"<web-app metadata-complete='maybe'/>",
                    "web.xml:1:1: metadata-complete must be true or false, was \"maybe\""},
                new String[] {"<web-app>\n <servlet/></web-app>", "web.xml:2:2: <servlet> must have a <servlet-name>"},
                new String[] {"<web-app>\n <servlet><servlet-name/></servlet></web-app>",
                    "web.xml:2:11: <servlet-name> must not be empty, was \"\""},
                new String[] {"<web-app><servlet><servlet-name>a</servlet-name>\n<load-on-startup>soon"
                    + "</load-on-startup></servlet></web-app>",
                    "web.xml:2:1: <load-on-startup> must be a whole number, was \"soon\""},
                new String[] {"<web-app><servlet><servlet-name>a</servlet-name>\n<enabled>perhaps</enabled></servlet>"
                    + "</web-app>", "web.xml:2:1: <enabled> must be true or false, was \"perhaps\""},
                new String[] {"<web-app><servlet><servlet-name>a</servlet-name></servlet>\n<servlet><servlet-name>a"
                    + "</servlet-name></servlet></web-app>",
                            "web.xml:2:1: <servlet> \"a\" appears again; names must be "
                    + "unique: the first is in line 1"},
                new String[] {"<web-app><servlet><servlet-name>a</servlet-name><servlet-class>a.B</servlet-class>\n"
                    + "<jsp-file>/a.jsp</jsp-file></servlet></web-app>",
                    "web.xml:2:1: <servlet> may have a <servlet-class> or a <jsp-file>, not both"},
                new String[] {"<web-app><servlet-mapping><servlet-name>a</servlet-name>\n<url-pattern>go</url-pattern>"
                    + "</servlet-mapping></web-app>",
                            "web.xml:2:1: <url-pattern> must start with / (a path), start with "
                    + "*. (an extension), or be empty (the context root), was \"go\""},
                new String[] {"<web-app>\n<session-config/><session-config/></web-app>",
                    "web.xml:2:18: <session-config> may appear once in <web-app>, the first is in line 2"},
                new String[] {"<web-app><session-config>\n<tracking-mode>PIGEON</tracking-mode></session-config></web-app>",
                    "web.xml:2:1: <tracking-mode> must be one of COOKIE, URL, SSL, in capitals, was \"PIGEON\""},
                new String[] {"<web-app><filter-mapping>\n<filter-name>f</filter-name></filter-mapping></web-app>",
                    "web.xml:1:10: <filter-mapping> must have a <url-pattern> or a <servlet-name>"},
                new String[] {"<web-app><filter-mapping><filter-name>f</filter-name><url-pattern>/*</url-pattern>\n"
                    + "<dispatcher>MAIL</dispatcher></filter-mapping></web-app>",
                            "web.xml:2:1: <dispatcher> must be one of "
                    + "REQUEST, FORWARD, INCLUDE, ERROR, ASYNC, in capitals, was \"MAIL\""},
                new String[] {"<web-app><error-page>\n<error-code>4xx</error-code><location>/e</location></error-page>"
                    + "</web-app>", "web.xml:2:1: <error-code> must be a status of three digits, was \"4xx\""},
                new String[] {"<web-app><error-page>\n<location>e.html</location></error-page></web-app>",
                    "web.xml:2:1: <location> must start with / and lead to nowhere outside of the application, was \"e.html\""},
                new String[] {"<web-app>\n<request-character-encoding>UTF-9</request-character-encoding></web-app>",
                    "web.xml:2:1: <request-character-encoding> must be a charset this Java knows, such as UTF-8, was "
                    + "\"UTF-9\""},
                new String[] {"<web-app><security-constraint><web-resource-collection><url-pattern>/</url-pattern>"
                    + "<http-method>GET</http-method>\n<http-method-omission>PUT</http-method-omission>"
                    + "</web-resource-collection></security-constraint></web-app>", "web.xml:2:1: "
                    + "<web-resource-collection> may have a <http-method> or a <http-method-omission>, not both"});
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesPlaceAndRemedyOfAMistake(String xml, String message) {
        DeploymentException mistake = assertThrows(DeploymentException.class, () -> read(xml));
        assertTrue(mistake.getMessage().startsWith(message), () -> "was: " + mistake.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<!DOCTYPE web-app [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><web-app><display-name>&x;</display-name></web-app>",
        "<!DOCTYPE web-app [<!ENTITY x 'inside'>]><web-app><display-name>&x;</display-name></web-app>",
        "<web-app><display-name>&undeclared;</display-name></web-app>"})
    void refusesEntities(String xml) {
        DeploymentException refused = assertThrows(DeploymentException.class, () -> read(xml));
        assertTrue(refused.getMessage().contains("Entities cannot be defined or included here"), refused::getMessage);
    }

    @Test void doesNotFollowAParameterEntity() {
        Element root = read("<!DOCTYPE web-app [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]><web-app/>");
        assertEquals("web-app", root.name());
    }

    @Test void leavesOutUnknownElementsAndNamesTheNearest() {
        Element root = read("<web-app>\n <servlet><servlet-name>a</servlet-name>"
                + "<servlet-clas>x</servlet-clas></servlet><zebra/></web-app>");
        assertEquals(List.of("web.xml:2:41: <servlet-clas> is not known in <servlet> and is left out; did you mean "
                + "<servlet-class>?", "web.xml:2:81: <zebra> is not known in <web-app> and is left out"), warnings);
        assertEquals(1, root.child("servlet").children().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop*", "/a/*/b", "/*.jsp"})
    void warnsOfPatternsThatLookLikeWildcardsAndAreNone(String pattern) {
        read("<web-app><servlet-mapping><servlet-name>a</servlet-name><url-pattern>" + pattern
                + "</url-pattern></servlet-mapping></web-app>");
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("\"" + pattern + "\" matches this very path only"), warnings::toString);
    }

    @Test void warnsWhenAParameterIsSaidTwiceAndKeepsTheLater() {
        read("<web-app><context-param><param-name>a</param-name><param-value>1</param-value></context-param>\n"
                + "<context-param><param-name>a</param-name><param-value>2</param-value></context-param></web-app>");
        assertEquals(List.of("web.xml:2:1: <context-param> \"a\" appears again; this one holds, remove the one in line 1"),
                warnings);
    }

    @Test void acceptsWhatTheSchemaAllowsToBeEmpty() {
        read("<web-app><servlet><servlet-name>a</servlet-name><load-on-startup/></servlet><servlet-mapping>"
                + "<servlet-name>a</servlet-name><url-pattern></url-pattern></servlet-mapping><distributable/></web-app>");
        assertEquals(List.of(), warnings);
    }

    @Test void ignoresNameSpacesAndIds() {
        Element root = read("<j:web-app xmlns:j='https://jakarta.ee/xml/ns/jakartaee' id='x' version='6.1'>"
                + "<j:display-name xml:lang='de'>Laden</j:display-name></j:web-app>");
        assertEquals("Laden", root.text("display-name"));
    }
}
