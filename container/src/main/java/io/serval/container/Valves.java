package io.serval.container;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.accesslog.AccessLogValve;
import io.serval.container.config.ValveConfig;
import io.serval.container.naming.Beans;
import io.serval.container.spi.Valve;

/** Makes the valves that elements of a configuration name. */
final class Valves {
    private Valves() {
    }

    /** @throws IllegalArgumentException if one cannot be made; the message says where its element stands */
    static List<Valve> create(List<ValveConfig> wanted, ClassLoader loader) {
        List<Valve> valves = new ArrayList<>();
        for (ValveConfig each : wanted) {
            if (!AccessLogValve.isNamedBy(each)) {
                valves.add(create(each, loader));
            }
        }
        return valves;
    }

    private static Valve create(ValveConfig wanted, ClassLoader loader) {
        try {
            return Beans.create(wanted.className(), Valve.class, wanted.attributes(), loader);
        } catch (ClassNotFoundException e) {
            throw failure(wanted, "the class is not there", e);
        } catch (ReflectiveOperationException | IllegalArgumentException | LinkageError e) {
            throw failure(wanted, e.getMessage(), e);
        }
    }

    private static IllegalArgumentException failure(ValveConfig wanted, String why, Throwable cause) {
        return new IllegalArgumentException(wanted.location() + ": Valve " + wanted.className() + " cannot be made: "
                + why, cause);
    }
}
