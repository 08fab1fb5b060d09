/**
 * Benchmarks of single classes with JMH, run by {@code benchmarks/micro.sh}. Those whose subjects are not public stand
 * in the packages of these, in this module. One thread; nothing of it is needed by the servers.
 */
package io.serval.benchmarks.micro;
