/**
 * Looks into the classes of an application without loading them (Servlet 6.1 §8.1, §8.2.4): which carry servlet
 * annotations, which types an initializer has asked for, which are written for {@code javax.servlet}. Annotations come
 * out as the descriptor elements they stand for. Called at deployment, by any thread; what it makes is confined to one
 * deployment.
 */
package io.serval.container.deploy.scan;
