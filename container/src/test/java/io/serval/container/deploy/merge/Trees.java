package io.serval.container.deploy.merge;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import io.serval.container.deploy.xml.WebXmlReader;
import io.serval.container.xml.Element;

/** Descriptors from text, for tests. */
final class Trees {
    private static final WebXmlReader READER = new WebXmlReader((where, what) -> { });

    private Trees() {
    }

    static Element webApp(String content) {
        return READER.readWebApp("web.xml", bytes("<web-app version='6.1'>" + content + "</web-app>"));
    }

    static Element fragment(String file, String content) {
        return READER.readFragment(file, bytes("<web-fragment version='6.1'>" + content + "</web-fragment>"));
    }

    private static ByteArrayInputStream bytes(String xml) {
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }
}
