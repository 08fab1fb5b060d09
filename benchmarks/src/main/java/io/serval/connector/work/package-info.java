/** The benchmark of the hand-off to workers, here because its subject is not public. One thread. */
package io.serval.connector.work;
