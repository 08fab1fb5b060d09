package io.serval.container.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.servlet.Servlet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.deploy.Compiler;
import io.serval.container.resource.ResourceRoots;
import io.serval.container.resource.WebResources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebAppClassLoaderTest {
    @TempDir private static Path prepared;
    private final SharedApi api = new SharedApi(getClass().getClassLoader());
    @TempDir private Path directory;
    private Path webInf;
    private WebResources resources;
    private final List<WebAppClassLoader> opened = new ArrayList<>();

    @BeforeAll static void compile() throws IOException {
        Path webInf = prepared.resolve("app/WEB-INF");
        Compiler.compile(webInf.resolve("classes"), "package app; public class Here { }",
                "package app; public class Both { public String toString() { return \"classes\"; } }");
        jar(prepared, "a", "package app; public class Both { public String toString() { return \"a\"; } }",
                "package lib; public class OnlyA { }");
        jar(prepared, "b", "package lib; public class OnlyB { }", "package lib; public class OnlyA { int b; }");
        Compiler.write(webInf.resolve("classes/what.txt"), "classes");
    }

    @BeforeEach void copyApplication() throws IOException {
        webInf = directory.resolve("app/WEB-INF");
        try (Stream<Path> files = Files.walk(prepared.resolve("app"))) {
            for (Path each : files.toList()) {
                Files.copy(each, directory.resolve(prepared.relativize(each).toString()));
            }
        }
    }

    private void jar(String name, String... sources) throws IOException {
        jar(directory, name, sources);
    }

    private static Path jar(Path directory, String name, String... sources) throws IOException {
        Path content = directory.resolve("jar-" + name);
        Compiler.compile(content, sources);
        Compiler.write(content.resolve("what.txt"), name);
        Compiler.write(content.resolve("only-" + name + " #1.txt"), name);
        Compiler.write(content.resolve("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nImplementation-Version: 1." + name
                + "\n\n");
        return Compiler.pack(content, directory.resolve("app/WEB-INF/lib/" + name + ".jar"));
    }

    private WebAppClassLoader loader(boolean delegate, ClassLoader parent) throws IOException {
        resources = ResourceRoots.of(webInf.getParent()).build();
        WebAppClassLoader loader = new WebAppClassLoader.Builder("/app", resources,
                List.of(webInf.resolve("lib/a.jar"), webInf.resolve("lib/b.jar")), api, parent, delegate).build();
        opened.add(loader);
        return loader;
    }

    private WebAppClassLoader loader() throws IOException {
        return loader(false, api);
    }

    @AfterEach void close() throws IOException {
        for (WebAppClassLoader each : opened) {
            each.close();
        }
        if (resources != null) {
            resources.close();
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test void findsOwnClassesBeforeThoseOfLibrariesAndTheseByName() throws Exception {
        WebAppClassLoader loader = loader();
        assertEquals("classes", loader.loadClass("app.Both").getDeclaredConstructor().newInstance().toString());
        assertEquals(0, loader.loadClass("lib.OnlyA").getDeclaredFields().length);
        assertSame(loader, loader.loadClass("lib.OnlyB").getClassLoader());
    }

    @Test void takesTheServletApiFromTheServerEvenIfTheApplicationBringsIt() throws Exception {
        Compiler.compile(webInf.resolve("classes"), "package jakarta.servlet; public interface Servlet { }");
        assertSame(Servlet.class, loader().loadClass("jakarta.servlet.Servlet"));
    }

    @Test void takesApiPackagesTheServerDoesNotHaveFromTheApplication() throws Exception {
        jar("b", "package jakarta.servlet.jsp.jstl.core; public class Config { }");
        WebAppClassLoader loader = loader();
        assertSame(loader, loader.loadClass("jakarta.servlet.jsp.jstl.core.Config").getClassLoader());
    }

    @Test void letsNobodyReplaceClassesOfTheJdk() throws Exception {
        Path stolen = webInf.resolve("classes/org/w3c/dom/Node.class");
        Files.createDirectories(stolen.getParent());
        Files.write(stolen, new byte[] {1, 2, 3});
        assertNull(loader().loadClass("org.w3c.dom.Node").getClassLoader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.serval.container.loader.WebAppClassLoader", "io.serval.http.Fields", "org.slf4j.Logger",
        "ch.qos.logback.classic.Logger", "org.objectweb.asm.ClassReader", "org.junit.jupiter.api.Test"})
    void hidesTheClassesOfTheServer(String name) throws Exception {
        assertNotNull(Class.forName(name, false, getClass().getClassLoader()));
        WebAppClassLoader loader = loader();
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass(name));
        assertNull(loader.getResource(name.replace('.', '/') + ".class"));
    }

    @Test void usesTheApplicationsOwnCopyOfALibraryTheServerHas() throws Exception {
        jar("b", "package org.slf4j; public class Logger { }");
        assertNotSame(org.slf4j.Logger.class, loader().loadClass("org.slf4j.Logger"));
    }

    @Test void asksTheParentFirstOnlyIfToldTo() throws Exception {
        Path shared = directory.resolve("shared");
        Compiler.compile(shared, "package app; public class Both { public String toString() { return \"parent\"; } }",
                "package shared; public class Common { }");
        try (var parent = new URLClassLoader(new URL[] {shared.toUri().toURL()}, api)) {
            assertEquals("classes", loader(false, parent).loadClass("app.Both").getDeclaredConstructor().newInstance()
                    .toString());
            assertEquals("parent", loader(true, parent).loadClass("app.Both").getDeclaredConstructor().newInstance()
                    .toString());
            assertSame(parent, loader(false, parent).loadClass("shared.Common").getClassLoader());
        }
    }

    @Test void listsResourcesOfTheApplicationInOrder() throws IOException {
        List<String> found = new ArrayList<>();
        for (URL each : Collections.list(loader().getResources("what.txt"))) {
            found.add(text(each.openStream()));
        }
        assertEquals(List.of("classes", "a", "b"), found);
    }

    @Test void readsResourcesOfJarsByNameAndByUrl() throws IOException {
        WebAppClassLoader loader = loader();
        assertEquals("b", text(loader.getResourceAsStream("only-b #1.txt")));
        URL url = loader.getResource("only-b #1.txt");
        assertEquals("b", text(url.openStream()));
        assertEquals("b", text(new URL(url.toExternalForm()).openStream()));
        assertTrue(url.openConnection() instanceof JarURLConnection);
        assertFalse(url.openConnection().getUseCaches());
        assertEquals("b", text(new URL(url, "what.txt").openStream()));
    }

    @Test void findsNothingOutsideOfTheApplication() throws IOException {
        Compiler.write(webInf.resolve("secret.txt"), "secret");
        WebAppClassLoader loader = loader();
        assertNull(loader.getResource("../secret.txt"));
        assertNull(loader.getResource("/what.txt"));
    }

    @Test void describesPackagesByTheManifestOfTheirJar() throws Exception {
        assertEquals("1.a", loader().loadClass("lib.OnlyA").getPackage().getImplementationVersion());
    }

    @Test void tellsWhereClassesComeFrom() throws Exception {
        WebAppClassLoader loader = loader();
        assertEquals(webInf.resolve("lib/a.jar").toUri().toURL(),
                loader.loadClass("lib.OnlyA").getProtectionDomain().getCodeSource().getLocation());
        assertEquals(3, loader.getURLs().length);
        assertTrue(loader.getURLs()[0].getPath().endsWith("/WEB-INF/classes/"), loader.getURLs()[0]::toString);
    }

    @Test void readsOnFromAJarThatWasReleasedAndReplaced() throws Exception {
        WebAppClassLoader loader = loader();
        loader.loadClass("lib.OnlyA");
        loader.releaseUnusedJars();
        loader.releaseUnusedJars();
        jar("b", "package lib; public class OnlyB { int changed; }");
        assertEquals(1, loader.loadClass("lib.OnlyB").getDeclaredFields().length);
    }

    @Test void seesAMultiReleaseJarAsThisJavaDoes() throws Exception {
        Path content = directory.resolve("multi");
        Compiler.write(content.resolve("META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\nMulti-Release: true\n\n");
        Compiler.write(content.resolve("which.txt"), "old");
        Compiler.write(content.resolve("META-INF/versions/11/which.txt"), "new");
        Compiler.write(content.resolve("META-INF/versions/11/added/here.txt"), "added");
        Compiler.pack(content, webInf.resolve("lib/a.jar"));
        WebAppClassLoader loader = loader();
        assertEquals("new", text(loader.getResourceAsStream("which.txt")));
        assertEquals("new", text(loader.getResource("which.txt").openStream()));
        assertEquals("added", text(loader.getResourceAsStream("added/here.txt")));
    }

    @Test void findsNothingAfterItsEnd() throws Exception {
        WebAppClassLoader loader = loader();
        Class<?> loaded = loader.loadClass("lib.OnlyA");
        loader.close();
        assertSame(loaded, loader.loadClass("lib.OnlyA"));
        ClassNotFoundException late =
                assertThrows(ClassNotFoundException.class, () -> loader.loadClass("lib.OnlyB"));
        assertTrue(late.getMessage().contains("has been stopped"), late::getMessage);
    }

    @Test void namesAJarThatCannotBeRead() throws IOException {
        Path broken = directory.resolve("broken.jar");
        Files.write(broken, new byte[] {'P', 'K', 3, 4});
        resources = ResourceRoots.of(webInf.getParent()).build();
        var builder = new WebAppClassLoader.Builder("/app", resources, List.of(broken), api, api, false);
        assertTrue(assertThrows(IOException.class, builder::build).getMessage().startsWith(broken.toString()));
    }

    @Test void loadsAClassOnceForManyThreads() throws Exception {
        WebAppClassLoader loader = loader();
        var seen = ConcurrentHashMap.<Class<?>>newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                try {
                    seen.add(loader.loadClass("lib.OnlyB"));
                } catch (ClassNotFoundException unexpected) {
                    throw new AssertionError(unexpected);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        assertEquals(1, seen.size());
    }

    @Test void givesAnEmbeddedApplicationAnIdentityAndNoResources() throws Exception {
        var loader = new ResourcelessClassLoader("/app", getClass().getClassLoader());
        assertSame(getClass(), loader.loadClass(getClass().getName()));
        String name = getClass().getName().replace('.', '/') + ".class";
        assertEquals(Collections.list(getClass().getClassLoader().getResources(name)),
                Collections.list(loader.getResources(name)));
    }
}
