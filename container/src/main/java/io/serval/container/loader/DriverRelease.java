package io.serval.container.loader;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deregisters the JDBC drivers that an application has registered and left behind. {@code DriverManager} shows and
 * removes only drivers of the caller's class loader: that is why {@link LeakCheck} defines this class once more in the
 * loader of the application and calls it there. It must not refer to any other class of the server.
 */
public final class DriverRelease implements Supplier<List<String>> {
    /** @return the class names of the drivers that were still registered */
    @Override public List<String> get() {
        List<String> released = new ArrayList<>();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == getClass().getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                    released.add(driver.getClass().getName());
                } catch (SQLException | SecurityException refused) {
                    released.add(driver.getClass().getName() + " (stays: " + refused.getMessage() + ')');
                }
            }
        }
        return released;
    }
}
