/**
 * Reads {@code web.xml} and {@code web-fragment.xml} (Servlet 6.1 §14, versions 2.2 to 6.1) into trees of
 * {@link io.serval.container.xml.Element}s that are checked against a grammar, so that every message names file,
 * line and column.
 *
 * <p>A tree says what was said and where, no more: merging ({@code deploy.merge}) works on trees, annotations
 * ({@code deploy.scan}) are turned into the elements they stand for, and only the merged tree becomes a
 * {@link io.serval.container.descriptor.WebAppDescriptor}. Called at deployment, by any thread; nothing here opens a
 * connection: document type declarations and external entities are never followed.
 */
package io.serval.container.deploy.xml;
