package io.serval.container.engine;

import io.serval.container.servlet.RequestView;

/**
 * Where a request goes. Immutable.
 *
 * @param app  the application
 * @param view the place in the application
 */
record Route(WebApp app, RequestView view) { }
