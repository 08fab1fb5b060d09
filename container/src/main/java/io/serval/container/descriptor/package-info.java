/**
 * What a deployment descriptor says (Servlet 6.1 chapter 14), as immutable records named after its elements.
 *
 * <p>Deployment makes one {@link io.serval.container.descriptor.WebAppDescriptor} of {@code web.xml}, its fragments and
 * the annotations; the engine builds the running application from it. Nothing here loads a class, opens a file or knows
 * XML. Safe for any thread.
 */
package io.serval.container.descriptor;
