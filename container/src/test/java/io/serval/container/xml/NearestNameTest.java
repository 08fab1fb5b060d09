package io.serval.container.xml;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NearestNameTest {
    private static final List<String> NAMES = List.of("port", "maxThreads", "minSpareThreads", "connectionTimeout");

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"prot,port", "Port,port", "maxThread,maxThreads",
        "MAXTHREADS,maxThreads", "conectionTimout,connectionTimeout", "color,none", "x,none",
                "maxSpareThreads,minSpareThreads"})
    void findsTheNameThatWasMeant(String written, String meant) {
        assertEquals(meant, NearestName.of(written, NAMES));
    }
}
