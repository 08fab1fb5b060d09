/**
 * The examples themselves, one idea each, written to be read: every file is shown on the page of its example.
 * Container threads call in; the only thread of our own is the one in {@link io.serval.examples.Timers}.
 */
package io.serval.examples;
