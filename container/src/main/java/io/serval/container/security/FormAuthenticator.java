package io.serval.container.security;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/**
 * The application's own login form (Servlet 6.1 §13.6.3). A request that needs a caller is put aside in the session
 * and answered with the form; when that was sent to {@code j_security_check} with the right password, the browser is
 * sent to where it wanted, and there the request of then goes on, content included.
 */
final class FormAuthenticator implements Authenticator {
    private static final Logger log = LoggerFactory.getLogger(FormAuthenticator.class);
    private static final String ACTION = "/j_security_check";

    private final Realm realm;
    private final AuthenticationSettings settings;
    private final RequestSaver saver;
    private final String loginPage;
    private final String errorPage;

    FormAuthenticator(Realm realm, String loginPage, String errorPage, AuthenticationSettings settings) {
        this.realm = realm;
        this.settings = settings;
        this.saver = new RequestSaver(settings.maxSavePostSize());
        this.loginPage = page("form-login-page", loginPage);
        this.errorPage = page("form-error-page", errorPage);
    }

    private static String page(String element, String path) {
        if (path == null || !path.startsWith("/")) {
            throw new IllegalArgumentException("auth-method FORM needs a " + element + " that starts with /, was "
                    + path);
        }
        return path;
    }

    @Override public String authType() {
        return HttpServletRequest.FORM_AUTH;
    }

    /** Who logged in stands in the session; the request itself proves nothing. */
    @Override public Attempt verify(SecuredRequest request) {
        return Attempt.ABSENT;
    }

    @Override public boolean intercept(SecuredRequest request) throws IOException, ServletException {
        if (request.canonicalPath().endsWith(ACTION) && request.servletRequest().getMethod().equals("POST")) {
            submit(request);
            return true;
        }
        resume(request);
        return false;
    }

    private void resume(SecuredRequest request) {
        SessionLogin login = SessionLogin.of(request);
        if (login != null && login.identity() != null && login.saved() != null
                && login.saved().isSoughtBy(request.servletRequest())) {
            request.sessionNote(login.withoutSaved());
            request.restore(login.saved());
        }
    }

    private void submit(SecuredRequest request) throws IOException, ServletException {
        HttpServletRequest form = request.servletRequest();
        if (form.getCharacterEncoding() == null) {
            form.setCharacterEncoding(settings.formCharset());
        }
        String user = form.getParameter("j_username");
        String password = form.getParameter("j_password");
        Optional<RealmUser> known = user == null || password == null ? Optional.empty()
                : realm.authenticate(user, password);
        if (known.isEmpty()) {
            forward(request, errorPage);
        } else {
            welcome(request, new Identity(known.get(), authType()));
        }
    }

    private void welcome(SecuredRequest request, Identity identity) throws IOException {
        HttpServletRequest form = request.servletRequest();
        SessionLogin before = SessionLogin.of(request);
        HttpSession session = form.getSession();
        if (settings.changeSessionId()) {
            form.changeSessionId();
        }
        if (before != null && before.idleSeconds() != null) {
            session.setMaxInactiveInterval(before.idleSeconds());
        }
        SavedRequest saved = before == null ? null : before.saved();
        request.identity(identity);
        request.sessionNote(new SessionLogin(identity, null, saved, null));
        String target = saved == null ? form.getContextPath() + settings.landingPage() : saved.target();
        HttpServletResponse response = request.servletResponse();
        response.sendRedirect(response.encodeRedirectURL(target), HttpServletResponse.SC_SEE_OTHER);
    }

    @Override public void challenge(SecuredRequest request, Attempt attempt) throws IOException, ServletException {
        HttpServletRequest wanted = request.servletRequest();
        SavedRequest saved = null;
        if (isNavigation(wanted)) {
            saved = saver.save(wanted).orElse(null);
            if (saved == null) {
                log.debug("A request with more content than maxSavePostSize ({} bytes) came without login",
                        settings.maxSavePostSize());
                request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
                return;
            }
        }
        putAside(request, saved);
        forward(request, loginPage);
    }

    /** Whether the browser goes to that page, rather than fetching a part of one (Fetch Metadata); unknown is yes. */
    private static boolean isNavigation(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode == null || mode.equals("navigate");
    }

    /** A session that is there only for a form that may never come back shall not live long. */
    private void putAside(SecuredRequest request, SavedRequest saved) {
        HttpServletRequest wanted = request.servletRequest();
        boolean fresh = wanted.getSession(false) == null;
        SessionLogin before = SessionLogin.of(request);
        HttpSession session = wanted.getSession();
        Integer idleSeconds = before == null ? null : before.idleSeconds();
        if (fresh) {
            idleSeconds = session.getMaxInactiveInterval();
            session.setMaxInactiveInterval((int) settings.loginSessionTimeout().toSeconds());
        }
        SavedRequest kept = saved == null && before != null ? before.saved() : saved;
        request.sessionNote(new SessionLogin(null, null, kept, idleSeconds));
    }

    /** The page stands under the address of the resource, so that nobody may keep it. */
    private static void forward(SecuredRequest request, String page) throws IOException, ServletException {
        HttpServletRequest from = request.servletRequest();
        RequestDispatcher dispatcher = from.getServletContext().getRequestDispatcher(page);
        request.servletResponse().setHeader("Cache-Control", "no-store");
        dispatcher.forward(new LoginPageRequest(from), request.servletResponse());
    }

    /** The pages themselves can be asked for by anybody, wherever they stand. */
    @Override public boolean exempts(String canonicalPath) {
        return isPage(canonicalPath, loginPage) || isPage(canonicalPath, errorPage);
    }

    private static boolean isPage(String path, String page) {
        int query = page.indexOf('?');
        return query < 0 ? path.equals(page) : path.length() == query && page.startsWith(path);
    }
}
