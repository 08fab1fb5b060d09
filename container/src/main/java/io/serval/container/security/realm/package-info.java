/**
 * The realms that come with the container, and how passwords are kept. Behave as Tomcat's of the same names, and read
 * the same stored passwords. Called by workers, several at once.
 */
package io.serval.container.security.realm;
