/**
 * Makes one descriptor of many (Servlet 6.1 §8.2): orders the fragments of an application, merges them and the
 * annotations into its {@code web.xml}, lays the server's defaults below, checks that all fits together and turns the
 * result into a {@link io.serval.container.descriptor.WebAppDescriptor}. Works on {@code deploy.xml} trees, opens
 * nothing, loads nothing. Called at deployment, by any thread.
 */
package io.serval.container.deploy.merge;
