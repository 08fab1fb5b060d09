/**
 * Memory for input and output: pooled buffers with one owner each.
 *
 * <p>Called by the loop and the protocols from any thread. A {@link io.serval.connector.buffer.BufferLease} has one
 * owner at a time, who gives it back exactly once.
 */
package io.serval.connector.buffer;
