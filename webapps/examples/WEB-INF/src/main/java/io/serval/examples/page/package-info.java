/**
 * The frame around the examples: their list, the page of each with its source, and the small page that they answer
 * with. Whatever reaches a client passes {@link io.serval.examples.page.Html#escape}.
 */
package io.serval.examples.page;
