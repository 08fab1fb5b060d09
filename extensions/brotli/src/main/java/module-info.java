/** The content coding br. */
module io.serval.brotli {
    requires io.serval.connector;
    requires com.aayushatharva.brotli4j;

    provides io.serval.connector.coding.spi.ContentCoding with io.serval.brotli.BrotliCoding;
}
