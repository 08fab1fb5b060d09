package io.serval.container.servlet;

/**
 * How far an asynchronous request is.
 * <pre>
 *   STARTED ──container returns──▶ WAITING ──time is up──▶ EXPIRING
 *      │                              │                       │  listeners run; then, if they did nothing,
 *      │ dispatch() or complete(), from any of these          │  the error page, and then complete()
 *      ▼                              ▼                       ▼
 *   DISPATCH_DUE ──▶ DISPATCHED ──startAsync()──▶ STARTED
 *   COMPLETE_DUE ──▶ COMPLETED    (DISPATCHED ──returns──▶ COMPLETED)
 *
 *   an exception or a failed read or write:  STARTED, WAITING, … ──▶ FAILING, which goes on as EXPIRING does
 * </pre>
 */
enum AsyncState {
    STARTED, WAITING, EXPIRING, FAILING, DISPATCH_DUE, DISPATCHED, COMPLETE_DUE, COMPLETED;

    /** Whether the application may call {@code dispatch()} or {@code complete()}. */
    boolean isOpen() {
        return this == STARTED || this == WAITING || this == EXPIRING || this == FAILING;
    }
}
