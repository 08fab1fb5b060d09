/** Tests of extensions: what all of a kind promise, and what a server makes of them. */
package io.serval.extensions;
