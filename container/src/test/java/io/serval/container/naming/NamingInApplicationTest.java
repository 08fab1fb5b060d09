package io.serval.container.naming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.spi.RunAs;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** Names, injection and life-cycle methods where an application meets them. */
class NamingInApplicationTest {
    private static final List<String> CALLS = new ArrayList<>();

    /** What the application's objects do alike. */
    abstract static class Managed {
        @Resource(name = "who") String who;

        @PostConstruct void begin() {
            CALLS.add("begin " + getClass().getSimpleName() + ' ' + who);
        }

        @PreDestroy void end() {
            CALLS.add("end " + getClass().getSimpleName());
        }
    }

    public static final class Listener extends Managed implements ServletContextListener {
        @Override public void contextInitialized(ServletContextEvent event) {
            CALLS.add("initialized " + lookup());
        }

        @Override public void contextDestroyed(ServletContextEvent event) {
            CALLS.add("destroyed " + lookup());
        }
    }

    public static final class Tag extends Managed implements Filter {
        @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            response.getWriter().print(who + '>');
            chain.doFilter(request, response);
        }
    }

    @WebServlet("/")
    public static final class Page extends HttpServlet {
        @Resource(name = "who") private String who;

        @Override public void init() {
            CALLS.add("init " + who);
        }

        @PreDestroy private void end() {
            CALLS.add("end Page as " + runAs());
        }

        @Override public void destroy() {
            CALLS.add("destroy Page as " + runAs());
        }

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(who + ' ' + lookup() + ' ' + runAs());
        }
    }

    private static String runAs() {
        return RunAs.current().map(user -> user.roles().toString()).orElse("nobody");
    }

    private static Object lookup() {
        try {
            return new InitialContext().lookup("java:comp/env/who");
        } catch (NamingException e) {
            return e;
        }
    }

    private final AppNaming naming = new AppNaming(List.of(new NamingConfig(NamingConfig.Kind.ENVIRONMENT, "who",
            "java.lang.String", Map.of("value", "me"), SourceLocation.NONE)), List.of(), GlobalNaming.empty(),
            TestApp.class.getClassLoader());

    @BeforeEach @AfterEach void forget() {
        CALLS.clear();
    }

    private static void setUp(TestApp.Setup setup) {
        var context = setup.context();
        context.addListener(Listener.class);
        context.addFilter("tag", Tag.class).addMappingForUrlPatterns(null, true, "/*");
        var page = context.addServlet("page", Page.class);
        page.addMapping("/");
        page.setRunAsRole("clerk");
    }

    @Test void givesEveryManagedObjectWhatItAsksFor() throws Exception {
        Instances instances = new Instances(naming, InjectionRules.of(WebAppDescriptor.EMPTY, ContextSettings.DEFAULT));
        naming.open();
        try (TestApp app = TestApp.of("", WebAppDescriptor.EMPTY, NamingInApplicationTest::setUp,
                each -> each.withObjects(instances))) {
            TestExchange answer = app.get("/x");

            assertEquals("me>me me [clerk]", answer.text());
            assertEquals(List.of("begin Listener me", "initialized me", "begin Tag me", "init me"), CALLS);
            CALLS.clear();
        }
        naming.close();
        assertEquals(List.of("destroy Page as [clerk]", "end Page as nobody", "end Tag", "destroyed me",
                "end Listener"), CALLS);
        assertEquals("nobody", runAs());
        assertInstanceOf(NamingException.class, lookup(), "the names are gone");
    }
}
