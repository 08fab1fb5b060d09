package io.serval.container.resource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResourceRootsTest {
    @TempDir
    Path directory;

    private static final byte[] LIBRARY = TestTree.zip(Map.of(
            "META-INF/resources/lib.css", "of library", "META-INF/resources/index.html", "hidden",
            "META-INF/resources/sub/deep.txt", "deep", "META-INF/resources/../escape", "x", "A.class", "code"));

    private Path exploded() throws IOException {
        Path app = directory.resolve("app");
        TestTree.write(app, "index.html", "welcome");
        TestTree.write(app, "sub/a b.txt", "blank");
        TestTree.write(app, "WEB-INF/web.xml", "<web-app/>");
        Files.createDirectories(app.resolve("WEB-INF/lib"));
        Files.write(app.resolve("WEB-INF/lib/b.jar"), LIBRARY);
        TestTree.zip(app.resolve("WEB-INF/lib/a.jar"), Map.of("META-INF/resources/a.txt", "a"));
        TestTree.zip(app.resolve("WEB-INF/lib/none.jar"), Map.of("A.class", "code"));
        TestTree.write(app, "WEB-INF/lib/readme.txt", "no jar");
        TestTree.write(directory, "secret.txt", "outside");
        return app;
    }

    private Path war() {
        return TestTree.zip(directory.resolve("app.war"), Map.of("index.html", "welcome", "sub/a b.txt", "blank",
                "WEB-INF/web.xml", "<web-app/>", "WEB-INF/lib/b.jar", LIBRARY, "WEB-INF/lib/a.jar",
                TestTree.zip(Map.of("META-INF/resources/a.txt", "a")), "WEB-INF/lib/readme.txt", "no jar",
                "../escape.txt", "x"));
    }

    private void assertTree(WebResources resources) throws IOException {
        assertEquals("welcome", TestTree.read(resources.get("/index.html")), "the application is in front");
        assertEquals("of library", TestTree.read(resources.get("/lib.css")));
        assertEquals("deep", TestTree.read(resources.get("/sub/deep.txt")));
        assertEquals("a", TestTree.read(resources.get("/a.txt")));
        assertEquals(List.of("/WEB-INF/", "/a.txt", "/index.html", "/lib.css", "/sub/"), resources.list("/"));
        assertEquals(List.of("/sub/a b.txt", "/sub/deep.txt"), resources.list("/sub"));
        assertEquals(resources.list("/sub"), resources.list("/sub/"));
        assertTrue(resources.list("/index.html").isEmpty());
        assertTrue(resources.list("/missing").isEmpty());
        assertTrue(resources.list("/sub/..").isEmpty());
        List<String> libraries = new ArrayList<>(resources.libraries().stream().map(WebResource::name).toList());
        libraries.remove("none.jar");
        assertEquals(List.of("a.jar", "b.jar"), libraries);
        assertDirectory(resources.get("/sub"));
        assertDirectory(resources.get("/sub/"));
        assertDirectory(resources.get("/"));
        WebResource file = resources.get("/sub/a b.txt");
        assertEquals("/sub/a b.txt", file.path());
        assertEquals("a b.txt", file.name());
        assertEquals(5, file.length());
        assertTrue(file.lastModified() > 0);
        assertTrue(file.etag().matches("\"[0-9a-f]+-[0-9a-f]+\""), file.etag());
        for (String path : List.of("/index.html", "/lib.css", "/sub/a b.txt", "/sub/deep.txt")) {
            assertEquals(TestTree.read(resources.get(path)), TestTree.read(resources.get(path).url()), path);
        }
        assertAbsent(resources.get("/index.html/"));
        assertAbsent(resources.get("/missing"));
    }

    private static void assertDirectory(WebResource resource) throws IOException {
        assertTrue(resource.isDirectory() && resource.exists() && !resource.isFile(), resource.path());
        assertEquals(-1, resource.length());
        assertNull(resource.etag());
        assertNull(resource.openChannel());
    }

    private static void assertAbsent(WebResource resource) {
        assertFalse(resource.exists() || resource.isFile() || resource.isDirectory(), resource.path());
        assertEquals(-1, resource.length());
        assertEquals(0, resource.lastModified());
        assertNull(resource.url());
        assertNull(resource.file());
        assertNull(resource.etag());
        assertThrows(FileNotFoundException.class, resource::open);
    }

    @Test void readsADirectoryWithItsLibraries() throws IOException {
        try (WebResources resources = ResourceRoots.of(exploded()).build()) {
            assertTree(resources);
            WebResource file = resources.get("/index.html");
            assertEquals("welcome", Files.readString(file.file()));
            try (FileChannel channel = file.openChannel()) {
                assertEquals(7, channel.size());
            }
            assertNull(resources.get("/lib.css").openChannel(), "in a jar");
            assertNull(resources.get("/lib.css").file());
        }
    }

    @Test void readsAnArchiveWithoutUnpackingIt() throws IOException {
        try (WebResources resources = ResourceRoots.of(war()).build()) {
            assertTree(resources);
            assertNull(resources.get("/index.html").file());
            assertNull(resources.get("/index.html").openChannel());
        }
    }

    @Test void readsTheSameWithoutCache() throws IOException {
        try (WebResources resources = ResourceRoots.of(exploded()).cacheTtl(Duration.ZERO).build()) {
            assertTree(resources);
        }
        try (WebResources resources = ResourceRoots.of(war()).cacheMaxBytes(0).build()) {
            assertTree(resources);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret.txt", "/..", "/sub/../../secret.txt", "/sub/../index.html", "/./index.html",
        "//index.html", "/sub//a b.txt", "index.html", "", "/..\\secret.txt", "/index.html\u0000", "/escape",
        "/escape.txt", "/link", "/linked/secret.txt", "/fifo"})
    void findsNothingOutside(String path) throws IOException {
        Path app = exploded();
        Files.createSymbolicLink(app.resolve("link"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(app.resolve("linked"), directory);
        try (WebResources resources = ResourceRoots.of(app).build()) {
            assertAbsent(resources.get(path));
            assertFalse(resources.list("/").contains("/link"));
            assertFalse(resources.list("/").contains("/linked/"));
        }
        try (WebResources resources = ResourceRoots.of(war()).build()) {
            assertAbsent(resources.get(path));
        }
    }

    @Test void followsLinksOutsideWhereAllowed() throws IOException {
        Path app = exploded();
        Files.createSymbolicLink(app.resolve("link"), directory.resolve("secret.txt"));
        try (WebResources resources = ResourceRoots.of(app).allowLinking(true).build()) {
            assertEquals("outside", TestTree.read(resources.get("/link")));
        }
    }

    @Test void followsLinksInside() throws IOException {
        Path app = exploded();
        Files.createSymbolicLink(app.resolve("inside"), Path.of("sub"));
        Files.createSymbolicLink(directory.resolve("current"), app);
        try (WebResources resources = ResourceRoots.of(directory.resolve("current")).build()) {
            assertEquals("blank", TestTree.read(resources.get("/inside/a b.txt")));
            assertEquals("welcome", TestTree.read(resources.get("/index.html")), "the base may be a link itself");
        }
    }

    @Test void takesLibrariesInTheDeclaredOrder() throws IOException {
        for (Path base : List.of(exploded(), war())) {
            try (WebResources resources = ResourceRoots.of(base).orderedLibraries(List.of("b.jar")).build()) {
                assertTrue(resources.get("/lib.css").exists());
                assertAbsent(resources.get("/a.txt"));
            }
        }
    }

    private Mount mount(Mount.Kind kind, String base, String inside, String path) {
        return new Mount(kind, directory.resolve(base), inside, path, false);
    }

    @Test void asksMountedRootsInTheirPlace() throws IOException {
        TestTree.write(directory, "front/index.html", "front");
        TestTree.write(directory, "middle/lib.css", "middle");
        TestTree.write(directory, "back/index.html", "back");
        TestTree.write(directory, "back/last.txt", "back");
        for (Path base : List.of(exploded(), war())) {
            try (WebResources resources = ResourceRoots.of(base)
                    .before(mount(Mount.Kind.DIRECTORY, "front", "", "/"))
                    .among(mount(Mount.Kind.DIRECTORY, "middle", "", "/"))
                    .after(mount(Mount.Kind.DIRECTORY, "back", "", "/")).build()) {
                assertEquals("front", TestTree.read(resources.get("/index.html")));
                assertEquals("middle", TestTree.read(resources.get("/lib.css")), "before the resources of a library");
                assertEquals("back", TestTree.read(resources.get("/last.txt")));
            }
        }
    }

    @Test void mountsADirectoryAFileAndAnArchiveBelowPaths() throws IOException {
        TestTree.write(directory, "ext/inner/a.txt", "a");
        Files.write(directory.resolve("c.jar"), LIBRARY);
        try (WebResources resources = ResourceRoots.of(exploded())
                .after(mount(Mount.Kind.DIRECTORY, "ext", "inner", "/far/away"))
                .after(mount(Mount.Kind.FILE, "ext/inner/a.txt", "", "/far/one.txt"))
                .after(mount(Mount.Kind.ARCHIVE, "c.jar", "META-INF/resources", "/jar")).build()) {
            assertEquals("a", TestTree.read(resources.get("/far/away/a.txt")));
            assertEquals("/far/away/a.txt", resources.get("/far/away/a.txt").path());
            assertEquals("a", TestTree.read(resources.get("/far/one.txt")));
            assertTrue(resources.get("/jar/lib.css").isFile());
            assertDirectory(resources.get("/far"));
            assertEquals(List.of("/far/away/", "/far/one.txt"), resources.list("/far"));
            assertTrue(resources.list("/").containsAll(List.of("/far/", "/jar/", "/index.html")));
            assertAbsent(resources.get("/far/away/missing"));
            assertAbsent(resources.get("/farther"));
        }
    }

    @Test void findsLibrariesInMountedRoots() throws IOException {
        Files.createDirectories(directory.resolve("more"));
        Files.write(directory.resolve("more/z.jar"), LIBRARY);
        TestTree.write(directory, "app/index.html", "welcome");
        try (WebResources resources = ResourceRoots.of(directory.resolve("app"))
                .after(mount(Mount.Kind.DIRECTORY, "more", "", "/WEB-INF/lib")).build()) {
            assertEquals(List.of("z.jar"), resources.libraries().stream().map(WebResource::name).toList());
            assertTrue(resources.get("/lib.css").exists(), "the resources of the library count too");
        }
    }

    @Test void hidesWhatIsForClassLoadingOnly() throws IOException {
        TestTree.write(directory, "more/WEB-INF/classes/a.properties", "x");
        TestTree.write(directory, "more/page.html", "x");
        try (WebResources resources = ResourceRoots.of(exploded()).before(
                new Mount(Mount.Kind.DIRECTORY, directory.resolve("more"), "", "/", true)).build()) {
            assertTrue(resources.get("/WEB-INF/classes/a.properties").isFile());
            assertAbsent(resources.get("/page.html"));
            assertFalse(resources.list("/").contains("/page.html"));
        }
    }

    @Test void keepsNoContentLargerThanTheLimitOfAnObject() throws IOException {
        try (WebResources resources = ResourceRoots.of(exploded()).cacheObjectMaxBytes(6).build()) {
            assertNull(((CachedResource) resources.get("/index.html")).content(), "7 bytes");
        }
        try (WebResources resources = ResourceRoots.of(exploded()).cacheObjectMaxBytes(7).build()) {
            assertEquals(7, ((CachedResource) resources.get("/index.html")).content().length);
        }
    }

    @Test void addsJarsAndDirectoriesOfTheClassPath() throws IOException {
        Path jar = directory.resolve("lib dir/c.jar");
        Files.createDirectories(jar.getParent());
        Files.write(jar, LIBRARY);
        TestTree.write(directory, "classes/META-INF/resources/x.txt", "of classes");
        URL viaConnection = new URL("jar:" + jar.toUri() + "!/");
        for (URL url : List.of(jar.toUri().toURL(), viaConnection)) {
            try (WebResources resources = ResourceRoots.of(null).url(url)
                    .url(directory.resolve("classes").toUri().toURL()).build()) {
                assertEquals("of library", TestTree.read(resources.get("/lib.css")));
                assertEquals("of library", TestTree.read(resources.get("/lib.css").url()));
                assertEquals("of classes", TestTree.read(resources.get("/x.txt")));
                assertTrue(resources.libraries().isEmpty());
                assertFalse(resources.get("/A.class").exists());
            }
        }
    }

    @Test void readsADirectoryInsideAJarByItsConnection() throws IOException {
        Path jar = TestTree.zip(directory.resolve("fat.jar"),
                Map.of("BOOT-INF/classes/META-INF/resources/x.txt", "inside", "x.txt", "not it",
                        "BOOT-INF/classes/", ""));
        URL url = new URL("jar:" + jar.toUri() + "!/BOOT-INF/classes/");
        try (WebResources resources = ResourceRoots.of(null).url(url).build()) {
            assertEquals("inside", TestTree.read(resources.get("/x.txt")));
            assertEquals("inside", TestTree.read(resources.get("/x.txt").url()));
        }
    }

    @Test void isEmptyWithoutAnything() throws IOException {
        TestTree.zip(directory.resolve("plain.jar"), Map.of("A.class", "code"));
        try (WebResources resources = ResourceRoots.of(null)
                .url(directory.resolve("plain.jar").toUri().toURL()).build()) {
            assertTrue(resources.list("/").isEmpty());
            assertTrue(resources.libraries().isEmpty());
            assertAbsent(resources.get("/x"));
        }
    }

    @Test void saysWhatCannotBeOpened() throws IOException {
        Path broken = TestTree.write(directory, "broken.war", "no zip");
        IOException e = assertThrows(IOException.class, () -> ResourceRoots.of(broken).build());
        assertTrue(e.getMessage().contains("broken.war"), e.getMessage());
        Path missing = directory.resolve("missing");
        e = assertThrows(IOException.class, () -> ResourceRoots.of(missing).build());
        assertTrue(e.getMessage().contains("missing"), e.getMessage());
        URL web = URI.create("http://localhost:1/x").toURL();
        e = assertThrows(IOException.class,
                () -> ResourceRoots.of(null).after(mount(Mount.Kind.DIRECTORY, "gone", "", "/")).build());
        assertTrue(e.getMessage().contains("gone"), e.getMessage());
        e = assertThrows(IOException.class, () -> ResourceRoots.of(null).url(web).build());
        assertTrue(e.getMessage().contains("http://localhost:1/x"), e.getMessage());
    }

    @Test void closesWhatItOpenedBeforeItFailed() throws IOException {
        Path app = exploded();
        TestTree.write(app, "WEB-INF/lib/c-broken.jar", "no zip");
        assertThrows(IOException.class, () -> ResourceRoots.of(app).build());
    }

    @Test void keepsOpenStreamsReadableAfterItWasClosed() throws IOException {
        for (String path : List.of("/index.html", "/lib.css")) {
            WebResources resources = ResourceRoots.of(war()).cacheTtl(Duration.ZERO).build();
            WebResource resource = resources.get(path);
            String whole = TestTree.read(resource);
            InputStream open = resource.open();
            resources.close();
            assertEquals(whole, new String(open.readAllBytes()));
            open.close();
            open.close();
            resources.close();
            IOException e = assertThrows(IOException.class, resource::open);
            assertTrue(e.getMessage().contains("closed"), e.getMessage());
        }
    }

    @Test void readsFromNestedJarsTimeAndLength() throws IOException {
        try (WebResources resources = ResourceRoots.of(war()).build()) {
            WebResource nested = resources.get("/lib.css");
            assertEquals(10, nested.length());
            assertTrue(nested.lastModified() > 0);
            var connection = nested.url().openConnection();
            connection.connect();
            assertEquals(10, connection.getContentLengthLong());
            assertEquals(nested.lastModified(), connection.getLastModified());
            assertNotNull(nested.etag());
        }
    }
}
