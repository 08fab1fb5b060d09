package io.serval.http;

/** A version of HTTP that Serval speaks; compares by age. */
public enum HttpVersion {
    HTTP_1_0("HTTP/1.0"), HTTP_1_1("HTTP/1.1"), HTTP_2("HTTP/2.0"), HTTP_3("HTTP/3.0");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    /** The name as a servlet's {@code getProtocol()} gives it. */
    @Override public String toString() {
        return text;
    }
}
