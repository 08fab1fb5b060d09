package io.serval.authentication;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.auth.message.callback.SecretKeyCallback;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Does what the field {@code Act} of a request says, and tells what happened to it. */
public class TestModule implements ServerAuthModule {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private MessagePolicy policy;
    private CallbackHandler handler;
    private Map<String, Object> options;

    /** Says that it was the module. */
    static final class Marked extends HttpServletRequestWrapper {
        Marked(HttpServletRequest request) {
            super(request);
        }
    }

    @Override public void initialize(MessagePolicy requestPolicy, MessagePolicy responsePolicy,
                                     CallbackHandler callbackHandler, Map<String, Object> its) {
        policy = requestPolicy;
        handler = callbackHandler;
        options = its;
        heard.add("initialize");
    }

    @Override public Class<?>[] getSupportedMessageTypes() {
        return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
    }

    @Override public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service)
            throws AuthException {
        HttpServletRequest request = (HttpServletRequest) message.getRequestMessage();
        HttpServletResponse response = (HttpServletResponse) message.getResponseMessage();
        boolean mandatory = "true".equals(message.getMap().get(RequestPolicy.IS_MANDATORY));
        heard.add("validate " + request.getServletPath() + (mandatory ? " mandatory" : "")
                + (policy.isMandatory() == mandatory ? "" : " but the policy differs"));
        String act = request.getHeader("Act");
        try {
            return act == null ? anonymous(client) : act(act, message, request, response, client);
        } catch (IOException | ServletException e) {
            throw new AuthException(e);
        } catch (UnsupportedCallbackException e) {
            throw new AuthException(e.getMessage());
        }
    }

    private AuthStatus anonymous(Subject client) throws AuthException {
        try {
            handler.handle(new Callback[] {new CallerPrincipalCallback(client, (String) null)});
            return AuthStatus.SUCCESS;
        } catch (IOException | UnsupportedCallbackException e) {
            throw new AuthException(e);
        }
    }

    private AuthStatus act(String act, MessageInfo message, HttpServletRequest request, HttpServletResponse response,
                           Subject client)
            throws AuthException, IOException, ServletException, UnsupportedCallbackException {
        int colon = act.indexOf(':');
        String what = colon < 0 ? act : act.substring(0, colon);
        String name = colon < 0 ? null : act.substring(colon + 1);
        switch (what) {
            case "session", "typed" -> {
                String key = what.equals("session") ? "jakarta.servlet.http.registerSession"
                        : "jakarta.servlet.http.authType";
                message.getMap().put(key, what.equals("session") ? "true" : "token");
                return establish(client, name);
            }
            case "user" -> {
                return establish(client, name);
            }
            case "again" -> {
                handler.handle(new Callback[] {new CallerPrincipalCallback(client, request.getUserPrincipal())});
                return AuthStatus.SUCCESS;
            }
            case "wrap" -> {
                message.setRequestMessage(new Marked(request));
                message.setResponseMessage(new Buffering(response));
                return establish(client, name);
            }
            case "password" -> {
                PasswordValidationCallback asked = new PasswordValidationCallback(client, name, name.toCharArray());
                handler.handle(new Callback[] {asked});
                return asked.getResult() ? AuthStatus.SUCCESS : AuthStatus.SEND_FAILURE;
            }
            case "form" -> {
                request.getRequestDispatcher("/login").forward(request, response);
                return AuthStatus.SEND_CONTINUE;
            }
            case "key" -> handler.handle(new Callback[] {
                new SecretKeyCallback(new SecretKeyCallback.AliasRequest("k"))});
            case "silent" -> {
                return AuthStatus.SUCCESS;
            }
            case "nested" -> {
                heard.add("nested " + request.authenticate(response));
                return AuthStatus.SEND_CONTINUE;
            }
            default -> {
                return answer(what, response);
            }
        }
        throw new AssertionError(act);
    }

    private AuthStatus answer(String what, HttpServletResponse response) throws AuthException, IOException {
        switch (what) {
            case "success" -> {
                response.getWriter().print("by the module");
                return AuthStatus.SEND_SUCCESS;
            }
            case "continue" -> {
                response.setStatus(401);
                return AuthStatus.SEND_CONTINUE;
            }
            case "failure" -> {
                response.setStatus(404);
                return AuthStatus.SEND_FAILURE;
            }
            case "mute" -> {
                return AuthStatus.SEND_FAILURE;
            }
            case "refuse" -> throw new AuthException("not you");
            case "fail" -> throw new AuthException("broken", new IOException("a secret"));
            case "boom" -> throw new IllegalStateException("a secret");
            case "null" -> {
                return null;
            }
            default -> throw new AssertionError(what);
        }
    }

    private AuthStatus establish(Subject client, String name) throws IOException, UnsupportedCallbackException {
        String[] groups = options.containsKey("groups") ? options.get("groups").toString().split(" ")
                : new String[] {"boss"};
        handler.handle(new Callback[] {new CallerPrincipalCallback(client, name),
            new GroupPrincipalCallback(client, groups)});
        return AuthStatus.SUCCESS;
    }

    @Override public AuthStatus secureResponse(MessageInfo message, Subject service) throws AuthException {
        HttpServletRequest request = (HttpServletRequest) message.getRequestMessage();
        HttpServletResponse response = (HttpServletResponse) message.getResponseMessage();
        heard.add("secure " + response.getStatus());
        if (response instanceof Buffering buffering) {
            buffering.send("[", "]");
            message.setResponseMessage(buffering.getResponse());
            message.setRequestMessage(((Marked) request).getRequest());
        }
        String secure = request.getParameter("secure");
        if ("throw".equals(secure)) {
            throw new AuthException("cannot be secured");
        }
        return "failure".equals(secure) ? AuthStatus.SEND_FAILURE : AuthStatus.SEND_SUCCESS;
    }

    @Override public void cleanSubject(MessageInfo message, Subject subject) {
        heard.add("clean " + subject.getPrincipals().stream().map(each -> each.getName()).sorted().toList());
        subject.getPrincipals().clear();
    }

    /** Holds text back until the module sends it. */
    private static final class Buffering extends HttpServletResponseWrapper {
        private final StringWriter text = new StringWriter();
        private final PrintWriter writer = new PrintWriter(text);

        Buffering(HttpServletResponse response) {
            super(response);
        }

        @Override public PrintWriter getWriter() {
            return writer;
        }

        void send(String before, String after) {
            try {
                getResponse().getWriter().print(before + text + after);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
