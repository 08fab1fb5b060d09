package io.serval.container.engine;

/**
 * How far a web application is.
 * <pre>
 *   NEW ──▶ STARTING ──▶ RUNNING ◀──▶ PAUSED
 *              │            │            │
 *              ▼            ▼            ▼
 *           FAILED       STOPPING ◀──────┘
 *                           ▼
 *                        STOPPED
 * </pre>
 * Only a running one takes requests; the others answer 503.
 */
public enum AppState { NEW, STARTING, RUNNING, PAUSED, STOPPING, STOPPED, FAILED }
