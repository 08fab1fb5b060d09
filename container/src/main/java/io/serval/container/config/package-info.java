/**
 * What the administrator wrote, as immutable records named after the elements of {@code server.xml},
 * {@code context.xml} and {@code tomcat-users.xml}, and the readers that make them.
 *
 * <p>Attributes carry Tomcat's names and defaults. Everything is read once at start (a context file at deployment),
 * checked, and passed on; nothing here is looked at while a request is served. A reader reports every finding with
 * file, line, column, element and attribute, and says what would be valid. Called by {@code startup}, {@code deploy}
 * and the embedding API; depends on the connector's configuration records and on nothing that runs. Records are safe
 * for any thread, readers are for one.
 */
package io.serval.container.config;
