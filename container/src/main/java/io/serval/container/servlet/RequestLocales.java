package io.serval.container.servlet;

import java.util.List;
import java.util.Locale;

import io.serval.container.i18n.AcceptLanguage;
import io.serval.http.FieldName;
import io.serval.http.Fields;

/** The locales a client prefers (Servlet 6.1 §3.11). */
final class RequestLocales {
    private RequestLocales() { }

    /** @return at least one: that of this machine, if the client names none */
    static List<Locale> of(Fields fields) {
        if (fields.get(FieldName.ACCEPT_LANGUAGE) == null) {
            return List.of(Locale.getDefault());
        }
        List<Locale> locales = AcceptLanguage.parse(String.join(",", fields.all("Accept-Language")));
        return locales.isEmpty() ? List.of(Locale.getDefault()) : locales;
    }
}
