package io.serval.container.descriptor;

import java.util.List;

/**
 * A {@code jsp-property-group} element; every component but the lists is {@code null} where nothing was said.
 *
 * @param urlPatterns                    pages it is about
 * @param elIgnored                      {@code el-ignored}
 * @param errorOnElNotFound              {@code error-on-el-not-found}
 * @param pageEncoding                   {@code page-encoding}
 * @param scriptingInvalid               {@code scripting-invalid}
 * @param isXml                          {@code is-xml}
 * @param includePreludes                {@code include-prelude}
 * @param includeCodas                   {@code include-coda}
 * @param deferredSyntaxAllowedAsLiteral {@code deferred-syntax-allowed-as-literal}
 * @param trimDirectiveWhitespaces       {@code trim-directive-whitespaces}
 * @param defaultContentType             {@code default-content-type}
 * @param buffer                         {@code buffer}
 * @param errorOnUndeclaredNamespace     {@code error-on-undeclared-namespace}
 */
public record JspPropertyGroup(List<String> urlPatterns, String elIgnored, String errorOnElNotFound,
                               String pageEncoding, String scriptingInvalid, String isXml,
                               List<String> includePreludes, List<String> includeCodas,
                               String deferredSyntaxAllowedAsLiteral, String trimDirectiveWhitespaces,
                               String defaultContentType, String buffer, String errorOnUndeclaredNamespace) {
    public JspPropertyGroup {
        urlPatterns = List.copyOf(urlPatterns);
        includePreludes = List.copyOf(includePreludes);
        includeCodas = List.copyOf(includeCodas);
    }
}
