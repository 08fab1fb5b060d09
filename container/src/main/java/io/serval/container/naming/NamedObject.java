package io.serval.container.naming;

import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/** What a name stands for. Safe for any thread. */
sealed interface NamedObject {
    /** The class name that a listing shows. */
    String className();

    /** A value that is there. */
    record Fixed(Object value) implements NamedObject {
        @Override public String className() {
            return value.getClass().getName();
        }
    }

    /** Another name, of this application or of another naming system. */
    record Link(String target, String className) implements NamedObject {
    }

    /** A resource that is made when somebody asks for it. */
    record Made(ManagedResource resource) implements NamedObject {
        @Override public String className() {
            return resource.type();
        }
    }

    /** An object of the server, which outlives the application. */
    record Shared(NamedObject original) implements NamedObject {
        @Override public String className() {
            return original.className();
        }
    }

    /** A reference that nobody has given a resource; the message says what to do. */
    record Missing(String className, String message) implements NamedObject {
        NamingException failure() {
            return new NameNotFoundException(message);
        }
    }
}
