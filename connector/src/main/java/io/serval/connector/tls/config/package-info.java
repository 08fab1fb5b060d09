/**
 * What a connector is told about TLS: hosts, certificates, trust. Immutable records; exported, and used by the room
 * above.
 */
package io.serval.connector.tls.config;
