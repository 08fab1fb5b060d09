/** The points where others extend the container: valves, realms, session stores, life-cycle listeners. */
package io.serval.container.spi;
