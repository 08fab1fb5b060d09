/**
 * The run: starts the servers, measures them in turn and in rounds, prints the table. One thread does all of it.
 */
package io.serval.benchmarks.run;
