package io.serval.examples.page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class JavaSourceTest {
    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "return x;             | <span class=\"keyword\">return</span> x;",
        "returned              | returned",
        "@Override             | <span class=\"annotation\">@Override</span>",
        "a // if               | a <span class=\"comment\">// if</span>",
        "/* a */ b /* c */     | <span class=\"comment\">/* a */</span> b <span class=\"comment\">/* c */</span>",
        "\"// no\" + 'x'       | <span class=\"text\">&quot;// no&quot;</span> + <span class=\"text\">&#39;x&#39;</span>",
        "\"a\\\"b\" c          | <span class=\"text\">&quot;a\\&quot;b&quot;</span> c",
        "List<?> a && b        | List&lt;?&gt; a &amp;&amp; b"})
    void marksTokens(String source, String html) {
        assertEquals(html, JavaSource.highlight(source));
    }

    @Test void marksATextBlockAsOneText() {
        assertEquals("<span class=\"text\">&quot;&quot;&quot;\n if \"\n&quot;&quot;&quot;</span>".replace("if \"", "if &quot;"),
                JavaSource.highlight("\"\"\"\n if \"\n\"\"\""));
    }

    @Test void losesNothing() {
        String source = "class A { String b = \"<\"; /* > */ }\n";
        assertEquals(Html.escape(source), JavaSource.highlight(source).replaceAll("</?span[^>]*>", ""));
    }
}
