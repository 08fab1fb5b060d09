package io.serval.container.management;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans of one server. Its domain is the name wanted, or {@code <name>-2}, {@code <name>-3} … while other servers
 * of
 * the JVM have that. For one thread at a time.
 */
final class MBeanDomain {
    private static final Logger log = LoggerFactory.getLogger(MBeanDomain.class);

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, ObjectName> registered = new LinkedHashMap<>();
    private String domain;

    /** Takes a domain that is free, by registering its first bean. */
    void open(String wanted, String type, DynamicMBean first) {
        for (int number = 1; domain == null; number++) {
            String name = number == 1 ? wanted : wanted + '-' + number;
            ObjectName key = name(name, "type", type);
            try {
                beans.registerMBean(first, key);
                registered.put("type=" + type, key);
                domain = name;
            } catch (InstanceAlreadyExistsException e) {
                log.debug("The domain {} belongs to another server", name);
            } catch (JMException e) {
                throw new IllegalStateException("the MBean " + key + " cannot be registered", e);
            }
        }
    }

    /** The domain that was free. */
    String domain() {
        return domain;
    }

    /** Registers a bean; its name is made of keys and values in turn. */
    void register(DynamicMBean bean, String... keysAndValues) {
        ObjectName name = name(domain, keysAndValues);
        try {
            beans.registerMBean(bean, name);
            registered.put(String.join(",", keysAndValues), name);
        } catch (JMException e) {
            log.warn("The MBean {} cannot be registered: {}", name, e.toString());
        }
    }

    boolean has(String... keysAndValues) {
        return registered.containsKey(String.join(",", keysAndValues));
    }

    void unregister(String... keysAndValues) {
        unregister(registered.remove(String.join(",", keysAndValues)));
    }

    private void unregister(ObjectName name) {
        try {
            beans.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            log.debug("The MBean {} was gone already", name);
        } catch (JMException e) {
            log.warn("The MBean {} cannot be unregistered: {}", name, e.toString());
        }
    }

    /** Takes all beans back and leaves the domain to others. */
    void close() {
        registered.values().forEach(this::unregister);
        registered.clear();
        domain = null;
    }

    /**
     * Values with characters that have a meaning in names are quoted, as Tomcat does with those of connectors. The
     * order of the keys stays, since rules of exporters are written for it.
     */
    private static ObjectName name(String domain, String... keysAndValues) {
        StringBuilder text = new StringBuilder(domain).append(':');
        for (int i = 0; i < keysAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(keysAndValues[i]).append('=').append(keysAndValues[i + 1]);
        }
        try {
            return new ObjectName(text.toString());
        } catch (JMException e) {
            throw new IllegalArgumentException("no name of an MBean: " + domain + ':' + Set.of(keysAndValues), e);
        }
    }
}
