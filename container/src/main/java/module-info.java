/** The Jakarta Servlet engine, deployment, configuration and the embedding API. */
module io.serval.container {
    requires transitive io.serval.connector;
    requires transitive jakarta.servlet;
    requires jakarta.annotation;
    requires org.objectweb.asm;
    requires org.slf4j;
    requires java.management;
    requires java.naming;
    requires java.sql;
    requires java.xml;

    uses io.serval.container.spi.AuthenticationProvider;

    exports io.serval.container;
    exports io.serval.container.accesslog;
    exports io.serval.container.config;
    exports io.serval.container.descriptor to io.serval.authentication;
    exports io.serval.container.management;
    exports io.serval.container.naming.java to java.naming;
    exports io.serval.container.spi;
    exports io.serval.container.xml to io.serval.authentication;
}
