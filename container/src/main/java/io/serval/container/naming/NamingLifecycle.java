package io.serval.container.naming;

import io.serval.container.spi.LifecycleListener;

/** Opens the names of an application before anything of it runs, and closes them after all of it has stopped. */
public final class NamingLifecycle implements LifecycleListener {
    private final AppNaming naming;

    public NamingLifecycle(AppNaming naming) {
        this.naming = naming;
    }

    @Override public void lifecycleEvent(Event event, String subject, Throwable cause) {
        switch (event) {
            case STARTING -> naming.open();
            case STOPPED, FAILED -> naming.close();
            case STARTED, STOPPING -> { }
        }
    }
}
