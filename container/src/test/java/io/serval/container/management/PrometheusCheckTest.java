package io.serval.container.management;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The check itself: it must be able to fail. */
class PrometheusCheckTest {
    private static final String GAUGE = "# HELP g G~# TYPE g gauge~";
    private static final String HISTOGRAM = "# HELP h H~# TYPE h histogram~";

    @Test void readsWhatIsRight() {
        Map<String, Double> samples = PrometheusCheck.read(("# HELP a_total A~# TYPE a_total counter~"
                + "a_total{x=\"1\",y=\"a\\\\b\\\"c\\nd, e=\"} 3~a_total{x=\"2\"} 1.5E-6~" + GAUGE + "g -1~"
                + HISTOGRAM + "h_bucket{le=\"0.1\"} 1~h_bucket{le=\"+Inf\"} 2~h_sum 5.0~h_count 2~")
                .replace('~', '\n'));
        assertEquals(7, samples.size());
        assertEquals(3, samples.get("a_total{x=1, y=a\\b\"c\nd, e=}"));
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        GAUGE + "g 1                                                 | the last line does not end",
        GAUGE + "~g 1~                                               | not a sample",
        "g 1~                                                        | before HELP and TYPE",
        "# HELP g G~g 1~                                             | before HELP and TYPE",
        GAUGE + "g 1~" + GAUGE + "g 2~                               | a second HELP of g",
        GAUGE + "g 1~g 2~                                            | a second sample g",
        GAUGE + "g one~                                              | not a number",
        GAUGE + "g{a=\"1\"b=\"2\"} 1~                                | not a label",
        GAUGE + "g{a=\"1\",a=\"2\"} 1~                               | a second a",
        GAUGE + "g{a=\"x\\y\"} 1~                                    | not a label",
        GAUGE + "other 1~                                            | stands among the samples of g",
        "# HELP c C~# TYPE c counter~c 1~                            | end in _total",
        "# HELP g_total G~# TYPE g_total gauge~                      | end in _total",
        "# HELP c_total C~# TYPE c_total counter~c_total -1~         | less than nothing",
        HISTOGRAM + "h_bucket{le=\"1\"} 1~h_sum 1~h_count 1~         | no bucket +Inf",
        HISTOGRAM + "h_bucket{le=\"1\"} 2~h_bucket{le=\"+Inf\"} 1~   | not cumulative",
        HISTOGRAM + "h_bucket{le=\"2\"} 1~h_bucket{le=\"1\"} 1~      | bounds do not rise",
        HISTOGRAM + "h_bucket{le=\"+Inf\"} 1~h_sum 1~h_count 2~      | counts [2.0] and has [1.0]",
        HISTOGRAM + "h_bucket{le=\"+Inf\"} 1~h_count 1~              | has 0 sums"})
    void refusesWhatIsWrong(String text, String why) {
        String message = assertThrows(AssertionError.class,
                () -> PrometheusCheck.read(text.strip().replace('~', '\n'))).getMessage();
        assertTrue(message.contains(why), message);
    }
}
