/**
 * The points where others extend the container: valves, realms, ways to authenticate, session stores, life-cycle
 * listeners.
 */
package io.serval.container.spi;
