package io.serval.authentication;

import java.util.HashMap;
import java.util.Map;

import jakarta.security.auth.message.MessageInfo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The messages of one exchange, and what runtime and modules tell each other of them. For one thread at a time. */
final class ServletMessageInfo implements MessageInfo {
    private static final String AUTH_TYPE = "jakarta.servlet.http.authType";
    private static final String REGISTER_SESSION = "jakarta.servlet.http.registerSession";

    private final Map<String, Object> map = new HashMap<>();
    private Object request;
    private Object response;

    ServletMessageInfo(HttpServletRequest request, HttpServletResponse response, boolean mandatory) {
        this.request = request;
        this.response = response;
        if (mandatory) {
            map.put(RequestPolicy.IS_MANDATORY, "true");
        }
    }

    @Override public Object getRequestMessage() {
        return request;
    }

    @Override public Object getResponseMessage() {
        return response;
    }

    @Override public void setRequestMessage(Object value) {
        request = value;
    }

    @Override public void setResponseMessage(Object value) {
        response = value;
    }

    @Override public Map<String, Object> getMap() {
        return map;
    }

    /** What {@code getAuthType()} shall give; {@code null} if no module said. */
    String authType() {
        return map.get(AUTH_TYPE) instanceof String type ? type : null;
    }

    /** Whether the session shall remember the caller. */
    boolean registersSession() {
        return map.get(REGISTER_SESSION) instanceof String said && Boolean.parseBoolean(said);
    }
}
