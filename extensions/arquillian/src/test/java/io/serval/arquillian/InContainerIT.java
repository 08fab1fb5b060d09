package io.serval.arquillian;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Runs inside the server, once in each mode. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {
    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class, "inside.war");
    }

    @Test void aTestRunsInsideTheArchive() {
        assertNotSame(ClassLoader.getSystemClassLoader(), getClass().getClassLoader(), "the loader of the application");
        String launch = System.getProperty("arquillian.launch");
        assertTrue("embedded".equals(launch) || "hello".equals(System.getProperty("greeting")),
                "the managed server has the options it was given, and not those of the tests");
    }
}
