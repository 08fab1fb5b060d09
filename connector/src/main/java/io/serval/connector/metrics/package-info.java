/**
 * Figures of the connector as immutable snapshots. Taken by any thread from counters that their owners write without
 * locks; counters of one snapshot may be a moment apart. {@code docs/metrics.md} tells how to read them.
 */
package io.serval.connector.metrics;
