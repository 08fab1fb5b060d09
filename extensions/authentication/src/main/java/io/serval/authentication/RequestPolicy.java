package io.serval.authentication;

import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.MessagePolicy.ProtectionPolicy;
import jakarta.security.auth.message.MessagePolicy.TargetPolicy;

/** What modules are told to do with requests: to find out who sent them (§3.7.4). */
final class RequestPolicy {
    /** In the map of a message: a caller is needed (§3.8.1). */
    static final String IS_MANDATORY = "jakarta.security.auth.message.MessagePolicy.isMandatory";

    private static final ProtectionPolicy SENDER = () -> ProtectionPolicy.AUTHENTICATE_SENDER;

    private RequestPolicy() {
    }

    static boolean isMandatory(MessageInfo message) {
        Object said = message.getMap().get(IS_MANDATORY);
        return said != null && Boolean.parseBoolean(said.toString());
    }

    private static TargetPolicy[] targets() {
        return new TargetPolicy[] {new TargetPolicy(null, SENDER)};
    }

    /** For modules that are made for the one kind of requests or the other. */
    static MessagePolicy of(boolean mandatory) {
        return new MessagePolicy(targets(), mandatory);
    }

    /**
     * For a module that serves both kinds: says of the request that the calling thread is just asking about whether a
     * caller is needed. Outside of requests it says no.
     */
    static final class Current extends MessagePolicy {
        private final ThreadLocal<Boolean> mandatory = new ThreadLocal<>();

        Current() {
            super(targets(), false);
        }

        void enter(boolean value) {
            mandatory.set(value);
        }

        void leave() {
            mandatory.remove();
        }

        @Override public boolean isMandatory() {
            return Boolean.TRUE.equals(mandatory.get());
        }
    }
}
