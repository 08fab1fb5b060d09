/** Event loops, HTTP protocols and the hand-off to workers. */
module io.serval.connector {
    requires org.slf4j;
    requires static jdk.jfr;

    exports io.serval.http;
    exports io.serval.connector;
    exports io.serval.connector.coding.spi;
    exports io.serval.connector.tls.config;
    exports io.serval.connector.metrics;

    uses io.serval.connector.coding.spi.ContentCoding;
}
