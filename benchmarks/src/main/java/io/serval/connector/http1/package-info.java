/** The benchmark of parsing of heads, here because its subject is not public. One thread. */
package io.serval.connector.http1;
