package io.serval.container.spi;

import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class RunAsTest {
    @Test void goesBackToWhoeverItWasBefore() {
        RealmUser outer = RealmUser.of("outer", Set.of("R1"));
        RealmUser inner = RealmUser.of("inner", Set.of("R2"));

        RealmUser nobody = RunAs.enter(outer);
        RealmUser before = RunAs.enter(inner);
        assertEquals("inner", RunAs.current().orElseThrow().name());
        RunAs.leave(before);
        assertSame(outer, RunAs.current().orElseThrow());
        RunAs.leave(nobody);

        assertNull(nobody);
        assertEquals(Optional.empty(), RunAs.current());
    }
}
