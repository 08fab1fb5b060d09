package io.serval.container.management;

/**
 * A servlet at one moment. Requests are those of clients: what came by forward, include or an error page does not
 * count.
 *
 * @param name         of the servlet
 * @param requests     calls that are over
 * @param errors       calls that threw, or left a response with a status of 400 or above
 * @param nanos        all calls together
 * @param longestNanos the longest call
 */
public record ServletFigures(String name, long requests, long errors, long nanos, long longestNanos) { }
