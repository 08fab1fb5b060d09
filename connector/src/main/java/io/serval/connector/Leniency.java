package io.serval.connector;

/**
 * Characters that request targets may hold although RFC 3986 wants them encoded. Only <code>" &lt; &gt; [ \ ] ^ ` { | }
 * </code> can be allowed; others in the values have no effect.
 *
 * @param pathChars  allowed in paths ({@code relaxedPathChars}, none)
 * @param queryChars allowed in queries ({@code relaxedQueryChars}, none)
 */
public record Leniency(String pathChars, String queryChars) {
    /** The characters that can be allowed. */
    public static final String RELAXABLE = "\"<>[\\]^`{|}";
    public static final Leniency STRICT = new Leniency("", "");
}
