package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.descriptor.DeploymentException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FragmentOrderTest {
    private final List<String> warnings = new ArrayList<>();

    /**
     * {@code A >others >C} is a fragment A that is after others and after C; {@code <} is before; {@code -} has no
     * name.
     */
    private static Fragment fragment(String definition, int number) {
        String[] words = definition.trim().split(" ");
        String name = words[0].equals("-") ? "" : "<name>" + words[0] + "</name>";
        String content = name + "<ordering>" + side("after", '>', words) + side("before", '<', words) + "</ordering>";
        return new Fragment(number + ".jar", Trees.fragment(words[0] + ".xml", words.length == 1 ? name : content));
    }

    private static String side(String element, char sign, String[] words) {
        String inside = Arrays.stream(words).skip(1).filter(each -> each.charAt(0) == sign).map(each -> each.substring(1))
                .map(each -> each.equals("others") ? "<others/>" : "<name>" + each + "</name>").collect(Collectors.joining());
        return inside.isEmpty() ? "" : "<" + element + ">" + inside + "</" + element + ">";
    }

    private static List<Fragment> fragments(String definitions) {
        List<Fragment> fragments = new ArrayList<>();
        for (String each : definitions.split(",")) {
            fragments.add(fragment(each, fragments.size()));
        }
        return fragments;
    }

    private FragmentOrder order(String webXml, String definitions) {
        return FragmentOrder.of(Trees.webApp(webXml), fragments(definitions), (where, what) -> warnings.add(what));
    }

    private static String names(List<Fragment> fragments) {
        return fragments.stream().map(each -> each.name() == null ? "-" : each.name()).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // the examples of Servlet 6.1 §8.2.2
        "A >others >C, B <others, C >others, D >others, E <others, F <others <B | E F B C A D",
        "- >others <C, B <others, C, D >others, E <others, F | B E F - C D",
        "A >B, B, C <others, D >others, E, F | C B A E F D",
        // and what follows from the rules
        "A, B, C | A B C",
        "A >B, B >C, C | C B A",
        "A, B <A | B A",
        "A >missing, B | A B",
        "A, B, C >others <D, D | A B C D",
        "A, B >A <others | A B"})
    void ordersByNames(String definitions, String expected) {
        FragmentOrder order = order("", definitions);
        assertEquals(expected, names(order.included()));
        assertEquals(List.of(), order.excluded());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "A >B, B >A | A (0.jar), B (1.jar)",
        "A <A | A (0.jar)",
        "A >B, B >C, C >A, D | A (0.jar), B (1.jar), C (2.jar)",
        "A <B, B <others, C >others <A | A (0.jar), B (1.jar), C (2.jar)"})
    void namesTheFragmentsOfACircle(String definitions, String circle) {
        DeploymentException circular = assertThrows(DeploymentException.class, () -> order("", definitions));
        assertTrue(circular.getMessage().contains("the order of the fragments is circular: " + circle + ";"),
                circular::getMessage);
    }

    @Test void refusesOneNameForTwoFragments() {
        DeploymentException refused = assertThrows(DeploymentException.class, () -> order("", "A <others, A"));
        assertTrue(refused.getMessage().contains("fragment name \"A\" is also that of 0.jar"), refused::getMessage);
    }

    @Test void keepsOnlyWhatAnAbsoluteOrderNames() {
        FragmentOrder order = order("<absolute-ordering><name>C</name><name>A</name></absolute-ordering>",
                "A, B, C, -");
        assertEquals("C A", names(order.included()));
        assertEquals("B -", names(order.excluded()));
        assertEquals(List.of("2.jar", "0.jar"), order.orderedLibs());
    }

    @Test void putsOthersWhereAnAbsoluteOrderSays() {
        FragmentOrder order = order("<absolute-ordering><name>C</name><others/><name>A</name></absolute-ordering>",
                "A, B, C, -");
        assertEquals("C B - A", names(order.included()));
        assertEquals(List.of(), order.excluded());
    }

    @Test void countsTheFirstOfTwoEqualNamesInAnAbsoluteOrder() {
        assertEquals("B A", names(order("<absolute-ordering><name>B</name><name>A</name><name>B</name>"
                + "</absolute-ordering>", "A, B").included()));
    }

    @Test void ignoresRelativeOrdersWhereThereIsAnAbsoluteOne() {
        assertEquals("A B", names(order("<absolute-ordering><name>A</name><name>B</name></absolute-ordering>",
                "A >B, B >A").included()));
    }

    @Test void excludesAllByAnEmptyAbsoluteOrder() {
        assertEquals("", names(order("<absolute-ordering/>", "A, B").included()));
    }

    @Test void warnsOfANameNoFragmentHas() {
        order("<absolute-ordering><name>X</name><others/></absolute-ordering>", "A");
        assertEquals(List.of("no library is a fragment named \"X\""), warnings);
    }

    @Test void tellsNoOrderedLibrariesWhereNoOrderWasDeclared() {
        assertNull(order("", "A, B").orderedLibs());
    }
}
