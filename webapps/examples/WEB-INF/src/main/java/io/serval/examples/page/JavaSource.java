package io.serval.examples.page;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java source as HTML with its comments, texts, annotations and keywords marked by class. */
final class JavaSource {
    /** In the order of precedence; the class in the page has the name of the group. */
    private static final List<String> KINDS = List.of("comment", "text", "annotation", "keyword");

    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>/\\*(?s:.*?)\\*/|//[^\\n]*+)\
            |(?<text>\"""(?s:.*?)\"""|"(?:[^"\\\\\\n]|\\\\.)*+"|'(?:[^'\\\\\\n]|\\\\.)*+')\
            |(?<annotation>@(?!interface\\b)\\w++)\
            |\\b(?<keyword>package|import|public|protected|private|static|final|class|record|enum|interface|extends\
            |implements|throws|throw|new|return|if|else|while|for|switch|case|default|try|catch|finally|instanceof\
            |void|boolean|byte|char|int|long|double|null|true|false|this|super)\\b""");

    private JavaSource() { }

    static String highlight(String source) {
        StringBuilder html = new StringBuilder(source.length() * 2);
        Matcher token = TOKEN.matcher(source);
        int done = 0;
        while (token.find()) {
            html.append(Html.escape(source.substring(done, token.start())))
                    .append("<span class=\"").append(kind(token)).append("\">")
                    .append(Html.escape(token.group())).append("</span>");
            done = token.end();
        }
        return html.append(Html.escape(source.substring(done))).toString();
    }

    private static String kind(Matcher token) {
        for (String kind : KINDS) {
            if (token.group(kind) != null) {
                return kind;
            }
        }
        throw new IllegalStateException("The pattern has a token without a name");
    }
}
