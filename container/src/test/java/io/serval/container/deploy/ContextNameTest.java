package io.serval.container.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContextNameTest {
    @ParameterizedTest
    @CsvSource({"shop.war,/shop,''", "shop,/shop,''", "shop.xml,/shop,''", "ROOT.war,'',''", "ROOT##2,'',2",
        "a#b.war,/a/b,''", "a#b##007.war,/a/b,007", "ROOT#a,/a,''", "SHOP.WAR,/SHOP,''", "x.y.war,/x.y,''",
        "app##1.2-beta,/app,1.2-beta", "root,/root,''"})
    void readsPathAndVersionFromAFileName(String file, String path, String version) {
        assertEquals(new ContextName(path, version), ContextName.ofFile(file));
    }

    @ParameterizedTest
    @CsvSource({"'','',ROOT", "/shop,'',shop", "/a/b,7,a#b##7", "'',3,ROOT##3"})
    void namesItsFile(String path, String version, String base) {
        ContextName name = new ContextName(path, version);
        assertEquals(base, name.baseName());
        assertEquals(name, ContextName.ofFile(base + ".war"));
    }

    @Test void sortsByPathThenVersion() {
        assertTrue(new ContextName("/a", "2").compareTo(new ContextName("/a", "1")) > 0);
        assertTrue(new ContextName("/a", "9").compareTo(new ContextName("/b", "1")) < 0);
    }

    @Test void refusesAPathWithoutSlash() {
        assertThrows(IllegalArgumentException.class, () -> new ContextName("shop", ""));
        assertThrows(IllegalArgumentException.class, () -> new ContextName("/", ""));
    }
}
