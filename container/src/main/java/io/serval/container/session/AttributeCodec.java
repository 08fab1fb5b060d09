package io.serval.container.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serialises the attributes of a session as one graph, and reads it back with the classes of the application. */
final class AttributeCodec {
    private static final Logger log = LoggerFactory.getLogger(AttributeCodec.class);

    private final ClassLoader loader;
    private final ObjectInputFilter filter;

    /** @param filter {@code null} for the one of {@link ApplicationClassFilter} */
    AttributeCodec(ClassLoader loader, ObjectInputFilter filter) {
        this.loader = loader;
        this.filter = filter != null ? filter : new ApplicationClassFilter(loader);
    }

    /** Attributes that cannot be serialised are left out, with a line in the log. */
    byte[] encode(String id, Map<String, Object> attributes) throws IOException {
        HashMap<String, Object> candidates = new HashMap<>(attributes);
        candidates.entrySet().removeIf(e -> !(e.getValue() instanceof Serializable) && report(id, e.getKey(), e));
        try {
            return write(candidates);
        } catch (NotSerializableException e) {
            candidates.entrySet().removeIf(each -> !isWritable(each.getValue()) && report(id, each.getKey(), each));
            return write(candidates);
        }
    }

    private static boolean report(String id, String name, Map.Entry<String, Object> entry) {
        log.warn("Attribute [{}] of session {} is not stored: its {} cannot be serialised", name, id,
                entry.getValue().getClass().getName());
        return true;
    }

    private static boolean isWritable(Object value) {
        try {
            write(value);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] write(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> decode(byte[] attributes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ApplicationInput(new ByteArrayInputStream(attributes), loader, filter)) {
            return (Map<String, Object>) in.readObject();
        }
    }

    /** Finds classes where the application finds them. */
    private static final class ApplicationInput extends ObjectInputStream {
        private final ClassLoader loader;

        ApplicationInput(InputStream in, ClassLoader loader, ObjectInputFilter filter) throws IOException {
            super(in);
            this.loader = loader;
            setObjectInputFilter(filter);
        }

        @Override protected Class<?> resolveClass(ObjectStreamClass description)
                throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }

        @Override protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null).getClass();
        }
    }
}
