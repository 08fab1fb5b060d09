package io.serval.examples.page;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HtmlTest {
    @Test void escapesWhatHasMeaningInContentAndAttributes() {
        assertEquals("&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;amp;", Html.escape("<a href=\"x\" on='y'>&amp;"));
    }

    @Test void leavesOtherCharactersAlone() {
        assertEquals("Zoë – 猫 \uD83D\uDC31", Html.escape("Zoë – 猫 \uD83D\uDC31"));
    }
}
