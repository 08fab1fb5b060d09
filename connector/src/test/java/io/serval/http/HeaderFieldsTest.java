package io.serval.http;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class HeaderFieldsTest {
    private static final FieldName X = FieldName.of("X");
    private static final FieldName Y = FieldName.of("Y");

    private final HeaderFields fields = new HeaderFields(0);

    private String lines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            lines.append(fields.name(i)).append('=').append(fields.value(i)).append(' ');
        }
        return lines.toString().strip();
    }

    @Test
    void addKeepsTheOrder() {
        fields.add(X, "1");
        fields.add(Y, "2");
        fields.add(FieldName.of("x"), "3");
        assertEquals("X=1 Y=2 x=3", lines());
        assertEquals("1", fields.get("x"));
        assertEquals(List.of("1", "3"), fields.all("X"));
        assertEquals(List.of("X", "Y"), List.copyOf(fields.names()));
    }

    @Test
    void setTakesThePlaceOfTheFirstAndRemovesTheOthers() {
        fields.add(X, "1");
        fields.add(Y, "2");
        fields.add(X, "3");
        fields.set(X, "4");
        assertEquals("X=4 Y=2", lines());
        fields.set(FieldName.of("Z"), "5");
        assertEquals("X=4 Y=2 Z=5", lines());
    }

    @Test
    void removeTakesAllLinesOfAName() {
        fields.add(X, "1");
        fields.add(Y, "2");
        fields.add(X, "3");
        fields.remove(X);
        assertEquals("Y=2", lines());
        assertNull(fields.get(X));
        fields.clear();
        assertEquals(0, fields.size());
        assertThrows(IndexOutOfBoundsException.class, () -> fields.value(0));
    }

    @Test
    void refusesLineBreaksAndNamesThatAreNoTokens() {
        for (String value : new String[] {"a\rb", "a\nb", "\0"}) {
            assertThrows(IllegalArgumentException.class, () -> fields.add(X, value));
            assertThrows(IllegalArgumentException.class, () -> fields.set(X, value));
        }
        assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.of("a b"), "c"));
        assertEquals(0, fields.size());
    }

    @Test
    void theEmptySectionIsEmptyForEver() {
        assertEquals(0, Fields.EMPTY.size());
        assertEquals(Set.of(), Fields.EMPTY.names());
        assertEquals(List.of(), Fields.EMPTY.all("X"));
        assertNull(Fields.EMPTY.get("X"));
        assertThrows(IndexOutOfBoundsException.class, () -> Fields.EMPTY.value(0));
    }
}
