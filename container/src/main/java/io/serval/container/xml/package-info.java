/**
 * Reads XML files of administrators and applications into trees that know where everything stands, so that a message
 * can name file, line and column of a tag or an attribute, and the name that was probably meant.
 *
 * <p>Called by {@code config} for {@code server.xml} and its kin and by {@code deploy} for {@code web.xml}, at start
 * and
 * at deployment, by any thread. What a document means is theirs; here is only what it says. Document types and external
 * entities are never followed.
 */
package io.serval.container.xml;
