package io.serval.connector.http2.hpack;

/** Takes the fields of a block one after the other, in their order. */
@FunctionalInterface
public interface FieldSink {
    /**
     * @param name  as sent; the same name is often the same instance
     * @param value as sent
     */
    void field(String name, String value);
}
