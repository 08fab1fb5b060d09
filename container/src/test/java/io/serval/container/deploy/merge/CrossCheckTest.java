package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.DeploymentException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CrossCheckTest {
    private final List<String> warnings = new ArrayList<>();

    private void check(String content) {
        CrossCheck.check(Trees.webApp(content), (where, what) -> warnings.add(what));
    }

    private String refused(String content) {
        return assertThrows(DeploymentException.class, () -> check(content)).getMessage();
    }

    @Test void refusesAMappingOfAnUnknownServlet() {
        assertEquals("web.xml:1:71: <servlet-mapping> names the servlet \"shap\", which is not declared; did you mean "
                + "\"shop\"?", refused("<servlet><servlet-name>shop</servlet-name></servlet><servlet-mapping>"
                + "<servlet-name>shap</servlet-name><url-pattern>/</url-pattern></servlet-mapping>")
                .replaceFirst(":\\d+: ", ":71: "));
    }

    @Test void refusesAMappingOfAnUnknownFilter() {
        assertEquals("web.xml:1:24: <filter-mapping> names the filter \"f\", which is not declared",
                refused("<filter-mapping><filter-name>f</filter-name><url-pattern>/</url-pattern></filter-mapping>"));
    }

    @Test void refusesOnePatternForTwoServlets() {
        String servlets = "<servlet><servlet-name>a</servlet-name></servlet><servlet><servlet-name>b</servlet-name></servlet>";
        String mapping = "\n<servlet-mapping><servlet-name>%s</servlet-name><url-pattern>/x</url-pattern></servlet-mapping>";
        assertEquals("web.xml:3:1: the pattern \"/x\" of servlet \"b\" is also that of servlet \"a\" at web.xml:2:1; a "
                + "pattern maps to one servlet", refused(servlets + mapping.formatted("a") + mapping.formatted("b")));
    }

    @Test void allowsAPatternThatOneServletHasTwice() {
        check("<servlet><servlet-name>a</servlet-name></servlet><servlet-mapping><servlet-name>a</servlet-name>"
                + "<url-pattern>/x</url-pattern><url-pattern>/x</url-pattern></servlet-mapping>");
    }

    @Test void warnsOfLinksToRolesThatAreNotDeclared() {
        check("<servlet><servlet-name>a</servlet-name><security-role-ref><role-name>x</role-name>"
                + "<role-link>admin</role-link></security-role-ref><security-role-ref><role-name>y</role-name>"
                + "<role-link>user</role-link></security-role-ref></servlet>"
                + "<security-role><role-name>user</role-name></security-role>");
        assertEquals(List.of("<role-link> \"admin\" is not declared as a <security-role>"), warnings);
    }
}
