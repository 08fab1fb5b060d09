/**
 * An exchange in memory, so that all above the seam can be tested without sockets, threads and waiting. For the thread
 * of the test.
 */
package io.serval.container.testing;
