/**
 * From a request path to the servlet and the filters that answer it (Servlet 6.1 §3.5, §6.2.4 and chapter 12).
 *
 * <p>{@link io.serval.container.mapping.PathNormalizer} makes one canonical path of all the ways to write it;
 * mappings, filters, security constraints and resources all look at that path and at nothing else.
 * {@link io.serval.container.mapping.ServletMappings} and {@link io.serval.container.mapping.FilterPlan} are computed
 * at deployment and never change. Nothing here knows requests or runs a servlet. Safe for any thread.
 */
package io.serval.container.mapping;
