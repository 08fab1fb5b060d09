package io.serval.container.xml;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XmlDocumentTest {
    private static XmlDocument read(String text, Charset charset) throws XmlException {
        return XmlDocument.read("a.xml", text.getBytes(charset));
    }

    private static Element root(String text) throws XmlException {
        return read(text, StandardCharsets.UTF_8).root();
    }

    @Test void tellsWhereTagsAndAttributesBegin() throws XmlException {
        Element root = root("<?xml version='1.0'?>\n<!-- <no> -->\n<a\n   x='1>'\n  y = \"2\">\n  <b/><![CDATA[<c/>]]></a>");

        assertEquals("a.xml:3:1", root.location().toString());
        assertEquals("a.xml:4:4", root.locationOf("x").toString());
        assertEquals("a.xml:5:3", root.locationOf("y").toString());
        assertEquals("a.xml:6:3", root.child("b").location().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE a>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'>",
        "<!DOCTYPE a [<!ELEMENT a ANY>]>", "<!DOCTYPE a [<!ELEMENT a ANY> ] >"})
    void tellsWhereTagsBeginBehindADocumentType(String doctype) throws XmlException {
        assertEquals("a.xml:2:2", root(doctype + "\n <a/>").location().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16"})
    void readsTheEncodingThatIsDeclared(String encoding) throws XmlException {
        Element root = read("<?xml version='1.0' encoding='" + encoding + "'?><a ä='ö'>ü</a>",
                Charset.forName(encoding)).root();

        assertEquals("ö", root.attribute("ä"));
        assertEquals("ü", root.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"&x;", "<b y='&x;'/>"})
    void refusesAnEntity(String use) {
        XmlException refused = assertThrows(XmlException.class,
                () -> root("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n<a>" + use + "</a>"));

        assertTrue(refused.getMessage().contains("Entities cannot be defined or included here"), refused::getMessage);
        assertEquals(2, refused.location().line());
    }

    @Test void refusesWhatFollowsTheRoot() {
        assertThrows(XmlException.class, () -> root("<a/><b/>"));
    }

    @Test void writesWhatItRead() throws XmlException {
        String text = "<a x=\"1 &lt; &quot;2&quot;\">\n  <b>&amp;</b>\n  <c/>\n</a>";

        assertEquals(text, XmlText.of(root(text)));
    }
}
