package io.serval.container.resource;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;

/**
 * The init parameters of the {@link DefaultServlet}.
 *
 * @param listings             whether a directory without welcome file shows its content (false)
 * @param readOnly             whether PUT and DELETE are refused (true); parameter {@code readonly}
 * @param sendfileBytes        files of at least this size are sent by the shortest way the connection has; negative for
 *                             never; parameter {@code sendfileSize} in KiB (48)
 * @param acceptRanges         whether a part of a file can be asked for (true); parameter {@code useAcceptRanges}
 * @param precompressed        which compressed siblings of a file are sent instead (none): {@code true}, or a list as
 *                             {@code br=.br,gzip=.gz}
 * @param fileEncoding         charset of text files where they are included in a page (UTF-8)
 * @param showServerInfo       whether a listing names the server, without version (true)
 * @param sortListings         whether a listing can be sorted by name, length and time (false); by name otherwise
 * @param redirectStatus       what sends a client to the name of a directory with its slash: 301, 302, 303, 307 or 308
 *                             (302); parameter {@code directoryRedirectStatusCode}
 * @param allowPostAsGet       whether a POST is answered as a GET (true)
 */
record DefaultServletSettings(boolean listings, boolean readOnly, long sendfileBytes, boolean acceptRanges,
                              Precompressed precompressed, Charset fileEncoding, boolean showServerInfo,
                              boolean sortListings, int redirectStatus, boolean allowPostAsGet) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** @throws ServletException for a value that cannot be; the message names parameter, value and what is valid */
    static DefaultServletSettings of(ServletConfig config) throws ServletException {
        long sendfileKib = number(config, "sendfileSize", 48);
        return new DefaultServletSettings(flag(config, "listings", false), flag(config, "readonly", true),
                sendfileKib < 0 ? -1 : sendfileKib * 1024, flag(config, "useAcceptRanges", true),
                precompressed(config), charset(config), flag(config, "showServerInfo", true),
                flag(config, "sortListings", false), redirect(config), flag(config, "allowPostAsGet", true));
    }

    private static boolean flag(ServletConfig config, String name, boolean otherwise) throws ServletException {
        String value = config.getInitParameter(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw invalid(config, name, value, "true or false");
        }
        return Boolean.parseBoolean(value);
    }

    private static long number(ServletConfig config, String name, long otherwise) throws ServletException {
        String value = config.getInitParameter(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw invalid(config, name, value, "a whole number");
        }
    }

    private static int redirect(ServletConfig config) throws ServletException {
        long status = number(config, "directoryRedirectStatusCode", 302);
        if (!REDIRECTS.contains((int) status)) {
            throw invalid(config, "directoryRedirectStatusCode", "" + status, "301, 302, 303, 307 or 308");
        }
        return (int) status;
    }

    private static Precompressed precompressed(ServletConfig config) throws ServletException {
        String value = config.getInitParameter("precompressed");
        // The older name of the parameter knew gzip only.
        if (value == null && flag(config, "gzip", false)) {
            return Precompressed.parse("gzip=.gz");
        }
        try {
            return Precompressed.parse(value == null ? "false" : value);
        } catch (IllegalArgumentException e) {
            throw invalid(config, "precompressed", value, "true, false, or a list such as br=.br,gzip=.gz");
        }
    }

    private static Charset charset(ServletConfig config) throws ServletException {
        String value = config.getInitParameter("fileEncoding");
        try {
            return value == null ? StandardCharsets.UTF_8 : Charset.forName(value.trim());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw invalid(config, "fileEncoding", value, "the name of a charset");
        }
    }

    private static ServletException invalid(ServletConfig config, String name, String value, String valid) {
        return new ServletException("Init parameter " + name + " of servlet " + config.getServletName()
                + " must be " + valid + ", but is [" + value + "]");
    }
}
