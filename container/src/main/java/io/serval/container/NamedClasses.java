package io.serval.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.serval.container.accesslog.AccessLogValve;
import io.serval.container.config.ListenerConfig;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.naming.Beans;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Valve;
import io.serval.container.valve.ErrorReportValve;

/**
 * Makes the objects whose classes elements of a configuration name. The server's own classes and those beside it come
 * first: applications do not see them, and what an application's {@code META-INF/context.xml} asks for is still there.
 */
final class NamedClasses {
    private static final ClassLoader SERVER = Serval.class.getClassLoader();

    private NamedClasses() {
    }

    /** The valves of a place outside applications; as {@link #valves(List, ClassLoader)}. */
    static List<Valve> valves(List<ValveConfig> wanted) {
        return valves(wanted, SERVER);
    }

    /** The listeners of a place outside applications; as {@link #listeners(List, ClassLoader)}. */
    static List<LifecycleListener> listeners(List<ListenerConfig> wanted) {
        return listeners(wanted, SERVER);
    }

    /**
     * The valves among the elements, without access logs and error reports, which are no valves here.
     *
     * @param loader of the application, for classes that the server does not have
     * @throws IllegalArgumentException if one cannot be made; the message says where its element stands
     */
    static List<Valve> valves(List<ValveConfig> wanted, ClassLoader loader) {
        List<Valve> valves = new ArrayList<>();
        for (ValveConfig each : wanted) {
            if (!AccessLogValve.isNamedBy(each) && !ErrorReportValve.isNamedBy(each)) {
                valves.add(create(Valve.class, each.className(), each.attributes(), each.location(), loader));
            }
        }
        return valves;
    }

    /** @throws IllegalArgumentException as {@link #valves} */
    static List<LifecycleListener> listeners(List<ListenerConfig> wanted, ClassLoader loader) {
        List<LifecycleListener> listeners = new ArrayList<>();
        for (ListenerConfig each : wanted) {
            listeners.add(
                    create(LifecycleListener.class, each.className(), each.attributes(), each.location(), loader));
        }
        return listeners;
    }

    private static <T> T create(Class<T> kind, String className, Map<String, String> attributes, SourceLocation where,
                                ClassLoader loader) {
        try {
            boolean own = SERVER.getResource(className.replace('.', '/') + ".class") != null;
            return Beans.create(className, kind, attributes, own ? SERVER : loader);
        } catch (ClassNotFoundException e) {
            throw failure(kind, className, where, "the class is not there; its jar belongs into lib/", e);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw failure(kind, className, where, e.getMessage(), e);
        } catch (LinkageError e) {
            throw failure(kind, className, where, e.toString(), e);
        }
    }

    private static IllegalArgumentException failure(Class<?> kind, String className, SourceLocation where, String why,
                                                    Throwable cause) {
        return new IllegalArgumentException(where + ": " + kind.getSimpleName() + ' ' + className + " cannot be made: "
                + why, cause);
    }
}
