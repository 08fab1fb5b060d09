package io.serval.container.descriptor;

/**
 * The {@code login-config} element.
 *
 * @param authMethod    {@code BASIC}, {@code DIGEST}, {@code FORM}, {@code CLIENT-CERT} or a name of the container;
 *                      {@code null} if none was given
 * @param realmName     or {@code null}
 * @param formLoginPage or {@code null}
 * @param formErrorPage or {@code null}
 */
public record LoginDeclaration(String authMethod, String realmName, String formLoginPage, String formErrorPage) {
}
