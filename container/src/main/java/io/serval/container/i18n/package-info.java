/**
 * What header fields say about media types, languages, codings and dates: parsing and writing of single field values.
 *
 * <p>Called by the request and response objects and by the default servlet. Pure functions over strings; nothing here
 * throws for what a client sent. Safe for any thread. RFC 9110 §5.6.7, §8.3, §12.5.
 */
package io.serval.container.i18n;
