package io.serval.container.deploy.merge;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.WebAppDescriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DefaultsLayerTest {
    private static final String DEFAULTS = """
            <servlet><servlet-name>default</servlet-name><servlet-class>D</servlet-class>
              <init-param><param-name>listings</param-name><param-value>false</param-value></init-param>
              <load-on-startup>1</load-on-startup></servlet>
            <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            <servlet-mapping><servlet-name>jsp</servlet-name><url-pattern>*.jsp</url-pattern>
              <url-pattern>*.jspx</url-pattern></servlet-mapping>
            <session-config><session-timeout>30</session-timeout></session-config>
            <mime-mapping><extension>txt</extension><mime-type>text/plain</mime-type></mime-mapping>
            <welcome-file-list><welcome-file>index.html</welcome-file></welcome-file-list>""";

    private static WebAppDescriptor below(String application) {
        return DescriptorMaker.make(DefaultsLayer.below(Trees.webApp(application), Trees.webApp(DEFAULTS)), null);
    }

    @Test void holdWhereTheApplicationSaysNothing() {
        WebAppDescriptor merged = below("");
        assertEquals(List.of("index.html"), merged.welcomeFiles());
        assertEquals(30, merged.session().timeoutMinutes());
        assertEquals("default", merged.servlets().get(0).name());
        assertEquals(2, merged.servletMappings().size());
    }

    @Test void giveWayToTheApplication() {
        WebAppDescriptor merged = below("""
                <session-config><session-timeout>5</session-timeout></session-config>
                <mime-mapping><extension>txt</extension><mime-type>text/x</mime-type></mime-mapping>
                <welcome-file-list><welcome-file>start</welcome-file></welcome-file-list>""");
        assertEquals(5, merged.session().timeoutMinutes());
        assertEquals(Map.of("txt", "text/x"), merged.mimeMappings());
        assertEquals(List.of("start"), merged.welcomeFiles());
    }

    @Test void loseOnlyThePatternsTheApplicationMapsItself() {
        WebAppDescriptor merged = below("<servlet-mapping><servlet-name>own</servlet-name><url-pattern>/</url-pattern>"
                + "<url-pattern>*.jsp</url-pattern></servlet-mapping>");
        assertEquals(List.of("/", "*.jsp"), merged.servletMappings().get(0).patterns());
        assertEquals(List.of("*.jspx"), merged.servletMappings().get(1).patterns());
        assertEquals(2, merged.servletMappings().size());
    }

    @Test void keepTheirMappingWhenTheApplicationMapsTheDefaultServletToo() {
        WebAppDescriptor merged = below("<servlet-mapping><servlet-name>default</servlet-name>"
                + "<url-pattern>/static/*</url-pattern></servlet-mapping>");
        assertEquals("[[/static/*], [/], [*.jsp, *.jspx]]",
                merged.servletMappings().stream().map(each -> each.patterns()).toList().toString());
    }

    @Test void completeAServletTheApplicationDeclaresAgain() {
        var servlet = below("""
                <servlet><servlet-name>default</servlet-name>
                  <init-param><param-name>listings</param-name><param-value>true</param-value></init-param>
                </servlet>""").servlets().get(0);
        assertEquals("D", servlet.className());
        assertEquals(Map.of("listings", "true"), servlet.initParams());
    }

    @Test void tellWhoseMappingsGiveWay() {
        assertEquals(Set.of("default", "jsp"), DefaultsLayer.mappedServlets(Trees.webApp(DEFAULTS)));
    }
}
