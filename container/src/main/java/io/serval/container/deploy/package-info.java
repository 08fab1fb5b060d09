/**
 * Turns files into running web applications: finds WARs and directories dropped into the directory of a host
 * ({@link io.serval.container.deploy.HostDeployer}), unpacks them, and assembles descriptor, class loader, resources
 * and initializers of each (Servlet 6.1 §8 and §10) for the engine.
 *
 * <p>Called by the start-up code and the embedding API. One thread of each host looks for changes; applications may
 * start in parallel. A broken application is reported once and never touches the others.
 */
package io.serval.container.deploy;
