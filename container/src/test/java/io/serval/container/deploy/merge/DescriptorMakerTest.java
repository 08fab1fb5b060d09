package io.serval.container.deploy.merge;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.MultipartSettings;
import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.NamingEntry.Kind;
import io.serval.container.descriptor.WebAppDescriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DescriptorMakerTest {
    private static WebAppDescriptor make(String content) {
        return DescriptorMaker.make(Trees.webApp(content), null);
    }

    @Test void makesAServletWithAllItsElements() {
        var servlet = make("""
                <servlet>
                  <description>d</description><display-name>n</display-name><icon><small-icon>i</small-icon></icon>
                  <servlet-name>s</servlet-name><servlet-class>a.B</servlet-class>
                  <init-param><param-name>x</param-name><param-value>1</param-value></init-param>
                  <load-on-startup>2</load-on-startup><enabled>false</enabled><async-supported>true</async-supported>
                  <run-as><role-name>boss</role-name></run-as>
                  <security-role-ref><role-name>A</role-name><role-link>admin</role-link></security-role-ref>
                  <security-role-ref><role-name>B</role-name></security-role-ref>
                  <multipart-config><location>up</location><max-file-size>5000000000</max-file-size>
                    <max-request-size>6</max-request-size><file-size-threshold>7</file-size-threshold></multipart-config>
                </servlet>""").servlets().get(0);
        assertEquals("s", servlet.name());
        assertEquals("a.B", servlet.className());
        assertEquals(Map.of("x", "1"), servlet.initParams());
        assertEquals(2, servlet.loadOnStartup());
        assertFalse(servlet.enabled());
        assertTrue(servlet.asyncSupported());
        assertEquals("boss", servlet.runAs());
        assertEquals(Map.of("A", "admin", "B", "B"), servlet.roleRefs());
        assertEquals(new MultipartSettings("up", 5_000_000_000L, 6, 7), servlet.multipart());
        assertEquals("web.xml:1:24", servlet.location().toString());
    }

    @Test void makesAServletThatSaysNoMoreThanItsName() {
        var servlet = make("<servlet><servlet-name>s</servlet-name><load-on-startup/></servlet>").servlets().get(0);
        assertNull(servlet.className());
        assertNull(servlet.loadOnStartup());
        assertTrue(servlet.enabled());
        assertNull(servlet.multipart());
    }

    @Test void makesFiltersAndTheirMappings() {
        var descriptor = make("""
                <filter><filter-name>f</filter-name><filter-class>a.F</filter-class>
                  <async-supported>true</async-supported>
                  <init-param><param-name>x</param-name><param-value> 1 </param-value></init-param></filter>
                <filter-mapping><filter-name>f</filter-name><url-pattern>/*</url-pattern><servlet-name>s</servlet-name>
                  <url-pattern>*.x</url-pattern><dispatcher>REQUEST</dispatcher><dispatcher>ERROR</dispatcher>
                </filter-mapping>""");
        assertEquals("a.F", descriptor.filters().get(0).className());
        assertEquals(Map.of("x", "1"), descriptor.filters().get(0).initParams());
        var mapping = descriptor.filterMappings().get(0);
        assertEquals(List.of("/*", "*.x"), mapping.urlPatterns());
        assertEquals(List.of("s"), mapping.servletNames());
        assertEquals(Set.of(DispatcherType.REQUEST, DispatcherType.ERROR), mapping.dispatchers());
    }

    @Test void makesTheSessionConfiguration() {
        var session = make("""
                <session-config><session-timeout>-1</session-timeout>
                  <cookie-config><name>N</name><domain>d</domain><path>/p</path><comment>c</comment>
                    <http-only>true</http-only><secure>false</secure><max-age>60</max-age>
                    <attribute><attribute-name>SameSite</attribute-name><attribute-value>Lax</attribute-value></attribute>
                  </cookie-config>
                  <tracking-mode>COOKIE</tracking-mode><tracking-mode>URL</tracking-mode></session-config>""").session();
        assertEquals(-1, session.timeoutMinutes());
        assertEquals("N", session.cookie().name());
        assertEquals(true, session.cookie().httpOnly());
        assertEquals(false, session.cookie().secure());
        assertEquals(60, session.cookie().maxAge());
        assertEquals(Map.of("SameSite", "Lax"), session.cookie().attributes());
        assertEquals(Set.of(SessionTrackingMode.COOKIE, SessionTrackingMode.URL), session.trackingModes());
    }

    @Test void leavesUnsaidWhatTheSessionConfigurationDoesNotSay() {
        var session = make("<session-config><cookie-config/></session-config>").session();
        assertNull(session.timeoutMinutes());
        assertNull(session.cookie().httpOnly());
        assertTrue(session.trackingModes().isEmpty());
    }

    @Test void makesConstraintsWithEveryMeaningOfRoles() {
        String collection = "<web-resource-collection><web-resource-name>w</web-resource-name>"
                + "<url-pattern>/a/*</url-pattern><http-method>GET</http-method></web-resource-collection>";
        var constraints = make("<security-constraint>" + collection + "</security-constraint><security-constraint>"
                + collection + "<auth-constraint/></security-constraint><security-constraint><display-name>x</display-name>"
                + collection + "<auth-constraint><role-name>r</role-name></auth-constraint><user-data-constraint>"
                + "<transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint></security-constraint>")
                .securityConstraints();
        assertNull(constraints.get(0).roles());
        assertEquals("NONE", constraints.get(0).transportGuarantee());
        assertEquals(List.of(), constraints.get(1).roles());
        assertEquals(List.of("r"), constraints.get(2).roles());
        assertEquals("CONFIDENTIAL", constraints.get(2).transportGuarantee());
        assertEquals(List.of("GET"), constraints.get(2).collections().get(0).methods());
    }

    @Test void makesLoginAndRoles() {
        var descriptor = make("""
                <login-config><auth-method>FORM</auth-method><realm-name>R</realm-name><form-login-config>
                  <form-login-page>/in</form-login-page><form-error-page>/bad</form-error-page></form-login-config>
                </login-config><security-role><role-name>r</role-name></security-role><deny-uncovered-http-methods/>""");
        assertEquals("FORM", descriptor.login().authMethod());
        assertEquals("/bad", descriptor.login().formErrorPage());
        assertEquals(List.of("r"), descriptor.securityRoles());
        assertTrue(descriptor.denyUncoveredHttpMethods());
    }

    @Test void makesPagesTypesWelcomeFilesAndCharsets() {
        var descriptor = make("""
                <mime-mapping><extension>TXT</extension><mime-type>text/plain;charset=utf-8</mime-type></mime-mapping>
                <welcome-file-list><welcome-file>a</welcome-file><welcome-file/></welcome-file-list>
                <error-page><error-code>404</error-code><location>/404</location></error-page>
                <error-page><exception-type>a.X</exception-type><location>/x</location></error-page>
                <error-page><location>/all</location></error-page>
                <locale-encoding-mapping-list><locale-encoding-mapping><locale>de_AT</locale>
                  <encoding>ISO-8859-1</encoding></locale-encoding-mapping></locale-encoding-mapping-list>
                <default-context-path>/shop</default-context-path>
                <request-character-encoding>utf-8</request-character-encoding>
                <response-character-encoding>UTF-8</response-character-encoding>""");
        assertEquals(Map.of("txt", "text/plain;charset=utf-8"), descriptor.mimeMappings());
        assertEquals(List.of("a"), descriptor.welcomeFiles());
        assertEquals(404, descriptor.errorPages().get(0).errorCode());
        assertEquals("a.X", descriptor.errorPages().get(1).exceptionType());
        assertNull(descriptor.errorPages().get(2).errorCode());
        assertEquals(Map.of("de_AT", "ISO-8859-1"), descriptor.localeEncodings());
        assertEquals("/shop", descriptor.defaultContextPath());
        assertEquals("utf-8", descriptor.requestCharacterEncoding());
    }

    @Test void makesPageConfigurationOfOldAndNewVersions() {
        var descriptor = make("""
                <taglib><taglib-uri>old</taglib-uri><taglib-location>/old.tld</taglib-location></taglib>
                <jsp-config><taglib><taglib-uri>new</taglib-uri><taglib-location>/new.tld</taglib-location></taglib>
                  <jsp-property-group><url-pattern>*.jsp</url-pattern><el-ignored>true</el-ignored>
                    <include-prelude>/p</include-prelude><include-coda>/c</include-coda><buffer>8kb</buffer>
                    <error-on-el-not-found>true</error-on-el-not-found></jsp-property-group></jsp-config>""");
        assertEquals(Map.of("old", "/old.tld", "new", "/new.tld"), descriptor.taglibs());
        var group = descriptor.jspPropertyGroups().get(0);
        assertEquals("true", group.elIgnored());
        assertEquals("true", group.errorOnElNotFound());
        assertEquals(List.of("/p"), group.includePreludes());
        assertEquals("8kb", group.buffer());
        assertNull(group.isXml());
    }

    @Test void makesEveryKindOfNamingEntry() {
        var entries = make("""
                <env-entry><env-entry-name>e</env-entry-name><env-entry-type>java.lang.Integer</env-entry-type>
                  <env-entry-value>5</env-entry-value><lookup-name>java:x</lookup-name></env-entry>
                <resource-ref><res-ref-name>r</res-ref-name><res-type>javax.sql.DataSource</res-type>
                  <res-auth>Container</res-auth></resource-ref>
                <resource-env-ref><resource-env-ref-name>re</resource-env-ref-name>
                  <resource-env-ref-type>T</resource-env-ref-type></resource-env-ref>
                <message-destination-ref><message-destination-ref-name>m</message-destination-ref-name>
                  </message-destination-ref>
                <ejb-ref><ejb-ref-name>j</ejb-ref-name><remote>R</remote></ejb-ref>
                <ejb-local-ref><ejb-ref-name>l</ejb-ref-name><local>L</local></ejb-local-ref>
                <service-ref><service-ref-name>w</service-ref-name><service-interface>S</service-interface></service-ref>
                <persistence-context-ref><persistence-context-ref-name>pc</persistence-context-ref-name>
                  </persistence-context-ref>
                <persistence-unit-ref><persistence-unit-ref-name>pu</persistence-unit-ref-name></persistence-unit-ref>
                <data-source><name>ds</name><class-name>D</class-name><url>jdbc:x</url>
                  <property><name>p</name><value>v</value></property></data-source>
                <mail-session><name>ms</name><host>h</host></mail-session>
                <connection-factory><name>cf</name><interface-name>I</interface-name>
                  <resource-adapter>ra</resource-adapter></connection-factory>
                <jms-connection-factory><name>jf</name></jms-connection-factory>
                <post-construct><lifecycle-callback-class>A</lifecycle-callback-class>
                  <lifecycle-callback-method>begin</lifecycle-callback-method></post-construct>
                <pre-destroy><lifecycle-callback-method>end</lifecycle-callback-method></pre-destroy>""");
        assertEquals(List.of("e", "r", "re", "m", "j", "l", "w", "pc", "pu", "ds", "ms", "cf", "jf"),
                entries.namingEntries().stream().map(NamingEntry::name).toList());
        NamingEntry env = entries.namingEntries().get(0);
        assertEquals("5", env.value());
        assertEquals("java:x", env.lookupName());
        NamingEntry source = entries.namingEntries().get(9);
        assertEquals(Kind.DATA_SOURCE, source.kind());
        assertEquals("D", source.type());
        assertEquals(Map.of("url", "jdbc:x", "property.p", "v"), source.properties());
        assertEquals(Map.of("res-auth", "Container"), entries.namingEntries().get(1).properties());
        assertEquals("begin", entries.postConstructs().get(0).methodName());
        assertNull(entries.preDestroys().get(0).className());
    }

    @Test void knowsTheDefaultServletByItsNameInTomcat() {
        assertEquals("io.serval.container.resource.DefaultServlet", make("<servlet><servlet-name>s</servlet-name>"
                + "<servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class></servlet>").servlets().get(0)
                .className());
    }

    @Test void tellsTheVersionInParts() {
        assertEquals(6, make("").majorVersion());
        assertEquals(1, make("").minorVersion());
    }
}
