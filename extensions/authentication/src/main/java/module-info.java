/** Jakarta Authentication for web applications of Serval. */
module io.serval.authentication {
    requires io.serval.container;
    requires transitive jakarta.security.auth.message;
    requires java.xml;
    requires org.slf4j;

    exports io.serval.authentication;

    provides io.serval.container.spi.AuthenticationProvider with io.serval.authentication.ServletProfileProvider;
}
