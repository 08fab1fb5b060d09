package io.serval.examples.page;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResultTest {
    @Test void escapesTitleSentencesNamesAndValues() {
        String html = Result.titled("<t>").say("<s>").fact("<n>", "<v>").html("/app");
        for (String raw : new String[] {"<t>", "<s>", "<n>", "<v>"}) {
            assertFalse(html.contains(raw), raw + " in " + html);
        }
        assertTrue(html.contains("<dt>&lt;n&gt;</dt><dd>&lt;v&gt;</dd>"), html);
    }

    @Test void showsAMissingValueAsADash() {
        assertTrue(Result.titled("t").fact("n", null).html("").contains("<dd>–</dd>"));
    }

    @Test void refersToTheStyleOfItsOwnApplication() {
        assertTrue(Result.titled("t").html("/a/b").contains("href=\"/a/b/serval.css\""));
    }
}
