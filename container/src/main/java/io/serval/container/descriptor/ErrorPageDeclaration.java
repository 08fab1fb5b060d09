package io.serval.container.descriptor;

/**
 * An {@code error-page} element.
 *
 * @param errorCode     the status it is for, or {@code null}
 * @param exceptionType class name of the exception it is for, or {@code null}; without either it is the default page
 * @param path          what is dispatched to, starting with {@code /}
 * @param location      where it was declared
 */
public record ErrorPageDeclaration(Integer errorCode, String exceptionType, String path, SourceLocation location) {
}
