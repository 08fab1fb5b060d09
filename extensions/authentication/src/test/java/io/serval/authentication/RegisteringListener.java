package io.serval.authentication;

import java.io.IOException;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** An application that is put into an archive with its classes: a listener that registers, a module, a servlet. */
@WebListener
public class RegisteringListener implements ServletContextListener {
    /** Registers and never removes, as forgetful as an application can be. */
    @Override public void contextInitialized(ServletContextEvent event) {
        AuthConfigFactory factory = AuthConfigFactory.getFactory();
        factory.registerServerAuthModule(new Module(), event.getServletContext());
        factory.registerConfigProvider(new ProviderOfApp(), "HttpServlet", "localhost /elsewhere", null);
        factory.getConfigProvider("HttpServlet", "localhost /elsewhere", (layer, app) -> { });
    }

    /** Everybody is who they say. */
    public static class Module implements ServerAuthModule {
        private CallbackHandler handler;

        @Override public void initialize(MessagePolicy requestPolicy, MessagePolicy responsePolicy,
                                         CallbackHandler callbacks, Map<String, Object> options) {
            handler = callbacks;
        }

        @Override public Class<?>[] getSupportedMessageTypes() {
            return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
        }

        @Override public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service)
                throws AuthException {
            String name = ((HttpServletRequest) message.getRequestMessage()).getParameter("name");
            try {
                handler.handle(new Callback[] {new CallerPrincipalCallback(client, name),
                    new GroupPrincipalCallback(client, new String[] {"users"})});
                return AuthStatus.SUCCESS;
            } catch (Exception e) {
                throw new AuthException(e);
            }
        }
    }

    /** Of a class of the application. */
    public static class ProviderOfApp implements AuthConfigProvider {
        @Override public ClientAuthConfig getClientAuthConfig(String layer,
                String appContext, CallbackHandler callbacks) {
            return null;
        }

        @Override public ServerAuthConfig getServerAuthConfig(String layer,
                String appContext, CallbackHandler callbacks) {
            return null;
        }

        @Override public void refresh() {
        }
    }

    /** Says who calls, and which version of the application answers. */
    @WebServlet("/who")
    public static class Who extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().print(request.getRemoteUser() + ' ' + request.isUserInRole("users") + ' '
                    + getServletContext().getInitParameter("version"));
        }
    }
}
