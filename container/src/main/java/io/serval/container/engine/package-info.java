/** Routes exchanges to web applications. */
package io.serval.container.engine;
