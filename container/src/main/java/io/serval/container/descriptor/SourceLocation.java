package io.serval.container.descriptor;

/**
 * Where a declaration stands, for messages.
 *
 * @param file   path of the descriptor, or the class name that carries the annotation
 * @param line   counted from 1; 0 if not known
 * @param column counted from 1; 0 if not known
 */
public record SourceLocation(String file, int line, int column) {
    /** A place nobody knows: a declaration made by a program. */
    public static final SourceLocation NONE = new SourceLocation("", 0, 0);

    /** As {@code file:line:column}, leaving out what is not known. */
    @Override public String toString() {
        return line == 0 ? file : file + ':' + line + (column == 0 ? "" : ":" + column);
    }
}
