/**
 * Figures of the connector as immutable snapshots. Taken by any thread from counters that their owners write without
 * locks; counters of one snapshot may be a moment apart.
 */
package io.serval.connector.metrics;
