/**
 * What an owner of a connector holds: its configuration, its life cycle and its figures. The rooms below (loop,
 * buffers,
 * workers, protocols) are not exported.
 */
package io.serval.connector;
