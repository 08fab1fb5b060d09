package io.serval.container.servlet;

/**
 * How far an application is.
 * <pre>
 *   CONFIGURING ◀──▶ RESTRICTED     while a listener runs that was added by program
 *        │
 *        ▼
 *   INITIALIZED ──▶ STOPPED
 * </pre>
 */
enum ContextPhase { CONFIGURING, RESTRICTED, INITIALIZED, STOPPED }
