package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.HostConfig;
import io.serval.container.config.HostConfig.Switch;
import io.serval.container.config.PropertySubstitution;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class HostDeployerTest {
    /** An engine that only remembers, and refuses what holds a file {@code bad.txt}. */
    private static final class Target implements DeployTarget {
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final Map<ContextName, WebAppSource> running = new HashMap<>();
        private final CountDownLatch hang = new CountDownLatch(1);
        private boolean idle;

        @Override public void deploy(WebAppSource source) throws Exception {
            calls.add("deploy " + source.name());
            begin(source);
        }

        @Override public void replace(WebAppSource source) throws Exception {
            calls.add("replace " + source.name());
            assertTrue(running.containsKey(source.name()), "only what runs can be replaced");
            begin(source);
        }

        private void awaitEnd() {
            try {
                assertTrue(hang.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }

        private void begin(WebAppSource source) {
            if (Files.exists(source.docBase().resolve("hang.txt"))) {
                awaitEnd();
            }
            if (Files.exists(source.docBase().resolve("bad.txt"))) {
                throw new IllegalStateException("outer", new IOException("the root cause"));
            }
            synchronized (this) {
                running.put(source.name(), source);
            }
        }

        @Override public synchronized void undeploy(ContextName name) {
            calls.add("undeploy " + name);
            running.remove(name);
        }

        @Override public synchronized void stop(ContextName name) {
            calls.add("stop " + name);
            running.remove(name);
        }

        @Override public boolean isIdle(ContextName name) {
            return idle;
        }

        @Override public void fail(ContextName name, Throwable cause) {
            calls.add("fail " + name);
        }

        synchronized String read(String path, String file) throws IOException {
            return Files.readString(running.get(new ContextName(path, "")).docBase().resolve(file));
        }
    }

    @TempDir private Path base;
    private Path webapps;
    private final Target target = new Target();
    private final LogLines log = new LogLines(HostDeployer.class.getName());
    private HostDeployer deployer;
    private int threads = 1;
    private Duration patience = Duration.ofSeconds(60);
    private Pattern ignore;
    private List<ContextSettings> declared = List.of();
    private final Set<Switch> switches = EnumSet.noneOf(Switch.class);

    @BeforeEach void prepare() throws IOException {
        webapps = Files.createDirectories(base.resolve("webapps"));
        Arrays.stream(Switch.values()).filter(Switch::byDefault).forEach(switches::add);
        switches.remove(Switch.AUTO_DEPLOY);     // the tests look by hand
    }

    @AfterEach void stop() {
        if (deployer != null) {
            deployer.stop();
        }
        log.close();
    }

    private void start() throws IOException {
        HostConfig host = new HostConfig("localhost", List.of(), "webapps", null, null, switches, Duration.ofMillis(20),
                ignore, threads, declared, null, List.of(), List.of(), SourceLocation.NONE);
        HostLayout layout = new HostLayout(webapps, base.resolve("conf"), base.resolve("work"),
                base.resolve("context.xml"), base.resolve("web.xml"));
        deployer = new HostDeployer(host, layout, new PropertySubstitution(name -> null), target, patience);
        deployer.start();
    }

    private Path war(String name, String content) throws IOException {
        Path files = base.resolve("packing");
        WarExpander.delete(files);
        Compiler.write(files.resolve("index.txt"), content);
        if (content.equals("bad")) {
            Compiler.write(files.resolve("bad.txt"), "");
        }
        Path packed = Compiler.pack(files, base.resolve(name));
        return Files.move(packed, webapps.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
    }

    private void lookTwice() {
        deployer.scan();
        deployer.scan();
    }

    @Test void deploysAtStartWhatIsThere() throws IOException {
        war("shop.war", "1");
        Compiler.write(webapps.resolve("ROOT/index.txt"), "root");
        Compiler.write(webapps.resolve("a#b##2/index.txt"), "ab");
        start();
        assertEquals(List.of("deploy /", "deploy /a/b##2", "deploy /shop"), target.calls);
        assertEquals("1", target.read("/shop", "index.txt"));
        assertTrue(Files.isRegularFile(webapps.resolve("shop/index.txt")), "unpacked beside the WAR");
    }

    @Test void leavesAHangingApplicationToItselfAndGoesOnWithTheOthers() throws Exception {
        patience = Duration.ofMillis(100);
        Compiler.write(webapps.resolve("a/hang.txt"), "");
        Compiler.write(webapps.resolve("b/index.txt"), "b");
        start();
        assertEquals(List.of("deploy /a", "fail /a", "deploy /b"), target.calls);
        assertTrue(log.all().stream().anyMatch(each -> each.startsWith("[/a] has not come to an end")),
                () -> log.all().toString());
        age(war("c.war", "c"));
        deployer.scan();
        assertEquals(List.of("deploy /a", "fail /a", "deploy /b", "deploy /c"), target.calls);
        assertEquals(2, deployer.names().size(), "/a is not up yet");

        target.hang.countDown();
        Await.until("the hanging application is not taken in", () -> {
            deployer.scan();
            return deployer.names().size() == 3;
        });
        assertEquals(4, target.calls.size(), "it was not started twice: " + target.calls);
    }

    @Test void startsAllAnewWhenWhatHoldsForAllOfThemChanges() throws IOException {
        Compiler.write(webapps.resolve("a/index.txt"), "a");
        start();
        age(Compiler.write(base.resolve("context.xml"), "<Context crossContext='true'/>"));
        deployer.scan();
        assertTrue(target.running.get(new ContextName("/a", "")).settings().is(ContextSwitch.CROSS_CONTEXT));
        age(Compiler.write(base.resolve("web.xml"), "<web-app/>"));
        deployer.scan();
        assertEquals(List.of("deploy /a", "replace /a", "replace /a"), target.calls);
        deployer.scan();
        assertEquals(3, target.calls.size(), "nothing changed");
    }

    @Test void leavesWhatRunsAloneWhenWhatHoldsForAllIsBroken() throws IOException {
        Compiler.write(webapps.resolve("a/index.txt"), "a");
        start();
        age(Compiler.write(base.resolve("context.xml"), "<Context>"));
        deployer.scan();
        assertEquals(List.of("deploy /a"), target.calls);
        assertTrue(log.all().stream().anyMatch(each -> each.contains("context.xml:1:")), () -> log.all().toString());
        age(Compiler.write(base.resolve("context.xml"), "<Context reloadable='true'/>"));
        deployer.scan();
        assertEquals(List.of("deploy /a", "replace /a"), target.calls);
    }

    @Test void leavesOutHiddenIgnoredAndUnknownFiles() throws IOException {
        ignore = Pattern.compile("old.*");
        Files.createDirectories(webapps.resolve(".git"));
        Files.createDirectories(webapps.resolve("old-app"));
        Files.createDirectories(webapps.resolve("META-INF"));
        Compiler.write(webapps.resolve("readme.txt"), "");
        start();
        assertEquals(List.of(), target.calls);
    }

    @Test void deploysANewWarWhenItStandsStill() throws IOException {
        start();
        war("shop.war", "1");
        deployer.scan();
        assertEquals(List.of(), target.calls, "it may still be growing");
        deployer.scan();
        assertEquals(List.of("deploy /shop"), target.calls);
        lookTwice();
        assertEquals(1, target.calls.size(), "nothing changed");
    }

    @Test void deploysAtOnceAWarThatWasMovedIn() throws IOException {
        start();
        age(war("shop.war", "1"));
        deployer.scan();
        assertEquals(List.of("deploy /shop"), target.calls);
    }

    @Test void waitsForTheDirectoryOfAHalfCopiedWar() throws IOException {
        byte[] whole = Files.readAllBytes(war("shop.war", "1"));
        Path war = webapps.resolve("shop.war");
        Files.write(war, Arrays.copyOf(whole, whole.length / 2));
        start();
        lookTwice();
        assertEquals(List.of(), target.calls);
        Files.write(war, whole);
        lookTwice();
        assertEquals(List.of("deploy /shop"), target.calls);
    }

    @Test void reportsAWarThatStaysBrokenOnce() throws IOException {
        Files.write(webapps.resolve("shop.war"), new byte[1000]);
        start();
        for (int i = 0; i < 12; i++) {
            deployer.scan();
        }
        assertEquals(List.of("fail /shop"), target.calls);
        assertEquals(1, log.at(Level.ERROR).size());
        assertTrue(log.at(Level.ERROR).get(0).contains("shop.war"), log.at(Level.ERROR)::toString);
    }

    @Test void undeploysWhatIsRemoved() throws IOException {
        Path war = war("shop.war", "1");
        Compiler.write(webapps.resolve("dir/index.txt"), "x");
        start();
        Files.delete(war);
        WarExpander.delete(webapps.resolve("dir"));
        deployer.scan();
        assertEquals(List.of("undeploy /dir", "undeploy /shop"), target.calls.subList(2, 4));
        assertFalse(Files.exists(webapps.resolve("shop")), "what was unpacked goes with the WAR");
        assertTrue(log.all().contains("Undeploying context [/shop]"), log.all()::toString);
    }

    @Test void startsANewWarBesideTheOldOne() throws IOException {
        war("shop.war", "1");
        start();
        Path first = target.running.get(new ContextName("/shop", "")).docBase();
        age(war("shop.war", "2"));
        deployer.scan();
        assertEquals(List.of("deploy /shop", "replace /shop"), target.calls);
        assertEquals("2", target.read("/shop", "index.txt"));
        assertFalse(Files.exists(first), "the old files go when the old application has stopped");
        Files.setLastModifiedTime(war("shop.war", "3"), FileTime.fromMillis(5_000_000));
        deployer.scan();
        assertEquals("3", target.read("/shop", "index.txt"));
        assertEquals(first, target.running.get(new ContextName("/shop", "")).docBase());
    }

    @Test void keepsTheOldOneWhenTheNewOneDoesNotStart() throws IOException {
        war("shop.war", "1");
        start();
        age(war("shop.war", "bad"));
        deployer.scan();
        lookTwice();
        assertEquals(List.of("deploy /shop", "replace /shop"), target.calls, "not tried again");
        assertEquals("1", target.read("/shop", "index.txt"));
        assertTrue(log.at(Level.ERROR).get(0).contains("served by the version that was deployed before"),
                log.at(Level.ERROR)::toString);
        Files.setLastModifiedTime(war("shop.war", "3"), FileTime.fromMillis(5_000_000));
        deployer.scan();
        assertEquals("3", target.read("/shop", "index.txt"));
    }

    @Test void keepsTheOldOneWhenTheNewWarIsBroken() throws IOException {
        war("shop.war", "1");
        start();
        Files.write(webapps.resolve("shop.war"), new byte[1000]);
        for (int i = 0; i < 12; i++) {
            deployer.scan();
        }
        assertEquals(List.of("deploy /shop"), target.calls);
        assertEquals("1", target.read("/shop", "index.txt"));
        assertEquals(1, log.at(Level.ERROR).size());
    }

    @Test void reportsAFailedApplicationInOneBlockAndGoesOn() throws IOException {
        war("bad.war", "bad");
        war("good.war", "1");
        start();
        assertEquals(List.of("deploy /bad", "fail /bad", "deploy /good"), target.calls);
        List<String> errors = log.at(Level.ERROR);
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith("Deployment of web application archive [" + webapps.resolve("bad.war")
                + "] has failed; requests for [/bad] are answered with 503"), errors::toString);
        assertTrue(errors.get(0).contains("cause: java.lang.IllegalStateException: outer"), errors::toString);
        assertTrue(errors.get(0).contains("root cause: java.io.IOException: the root cause"), errors::toString);
        assertTrue(errors.get(0).contains("HostDeployerTest.java:"), errors::toString);
        assertEquals(List.of(new ContextName("/good", "")), deployer.names());
    }

    @Test void triesAFailedApplicationAgainWhenItChanges() throws IOException {
        war("shop.war", "bad");
        start();
        age(war("shop.war", "1"));
        deployer.scan();
        assertEquals(List.of("deploy /shop", "fail /shop", "deploy /shop"), target.calls);
        assertEquals("1", target.read("/shop", "index.txt"));
    }

    @Test void usesTheWordsOfTomcat() throws IOException {
        war("shop.war", "1");
        Files.createDirectories(webapps.resolve("dir"));
        start();
        assertTrue(log.all().stream().anyMatch(each -> each.matches("Deployment of web application archive \\[.*shop.war\\]"
                + " has finished in \\[\\d+\\] ms")), log.all()::toString);
        assertTrue(log.all().stream().anyMatch(each -> each.matches("Deployment of web application directory \\[.*dir\\]"
                + " has finished in \\[\\d+\\] ms")), log.all()::toString);
    }

    @Test void startsAnewWhenWebXmlIsTouched() throws IOException {
        Path webXml = Compiler.write(webapps.resolve("dir/WEB-INF/web.xml"), "<web-app/>");
        start();
        Files.setLastModifiedTime(webXml, FileTime.fromMillis(5_000_000));
        deployer.scan();
        assertEquals(List.of("deploy /dir", "replace /dir"), target.calls);
        lookTwice();
        assertEquals(2, target.calls.size());
    }

    @Test void triesAFailedDirectoryAgainWhenWebXmlIsTouched() throws IOException {
        Path webXml = Compiler.write(webapps.resolve("dir/WEB-INF/web.xml"), "<web-app/>");
        Path bad = Compiler.write(webapps.resolve("dir/bad.txt"), "");
        start();
        Files.delete(bad);
        Files.setLastModifiedTime(webXml, FileTime.fromMillis(5_000_000));
        deployer.scan();
        assertEquals(List.of("deploy /dir", "fail /dir", "deploy /dir"), target.calls);
    }

    @Test void waitsUntilANewDirectoryIsComplete() throws IOException {
        start();
        Compiler.write(webapps.resolve("dir/index.txt"), "1");
        deployer.scan();
        Compiler.write(webapps.resolve("dir/more.txt"), "2");
        deployer.scan();
        assertEquals(List.of(), target.calls);
        deployer.scan();
        assertEquals(List.of("deploy /dir"), target.calls);
    }

    @Test void noticesADirectoryThatWasExchanged() throws IOException {
        Compiler.write(webapps.resolve("dir/index.txt"), "1");
        Compiler.write(base.resolve("next/index.txt"), "2");
        start();
        Files.move(webapps.resolve("dir"), base.resolve("before"));
        Files.move(base.resolve("next"), webapps.resolve("dir"));
        lookTwice();
        assertEquals(List.of("deploy /dir", "replace /dir"), target.calls);
    }

    @Test void readsContextFilesOfTheHost() throws IOException {
        Compiler.write(base.resolve("elsewhere/index.txt"), "far");
        Compiler.write(base.resolve("conf/far.xml"), "<Context docBase='" + base.resolve("elsewhere")
                + "' reloadable='true'/>");
        start();
        assertEquals("far", target.read("/far", "index.txt"));
        assertTrue(log.all().stream().anyMatch(each -> each.startsWith("Deployment of deployment descriptor [")));
        Files.delete(base.resolve("conf/far.xml"));
        deployer.scan();
        assertEquals("undeploy /far", target.calls.get(1));
        assertTrue(Files.exists(base.resolve("elsewhere/index.txt")), "files elsewhere are not ours to delete");
    }

    @Test void namesFileAndPlaceOfABrokenContextFile() throws IOException {
        Compiler.write(webapps.resolve("dir/META-INF/context.xml"), "<Context>\n<oops</Context>");
        start();
        assertEquals(List.of("fail /dir"), target.calls);
        assertTrue(log.at(Level.ERROR).get(0).contains("dir/META-INF/context.xml:2:"), log.at(Level.ERROR)::toString);
    }

    @Test void saysWhichDocBaseIsMissing() throws IOException {
        Compiler.write(base.resolve("conf/far.xml"), "<Context docBase='/not/there'/>");
        start();
        assertTrue(log.at(Level.ERROR).get(0).contains("docBase /not/there does not exist"),
                log.at(Level.ERROR)::toString);
    }

    @Test void readsTheContextFileInsideAWar() throws IOException {
        Path files = base.resolve("with-context");
        Compiler.write(files.resolve("META-INF/context.xml"),
                "<Context><WatchedResource>x.txt</WatchedResource></Context>");
        Compiler.pack(files, webapps.resolve("shop.war"));
        start();
        assertTrue(target.running.get(new ContextName("/shop", "")).settings().watched().contains("x.txt"));
    }

    @Test void deploysWhatServerXmlDeclaresOnce() throws IOException {
        Compiler.write(webapps.resolve("files/index.txt"), "declared");
        declared = List.of(ContextSettings.DEFAULT.at("/other", "", "files"));
        switches.remove(Switch.DEPLOY_ON_STARTUP);
        start();
        assertEquals(List.of("deploy /other"), target.calls);
        lookTwice();
        assertEquals(1, target.calls.size());
    }

    @Test void runsFromTheWarIfItIsNotToBeUnpacked() throws IOException {
        switches.remove(Switch.UNPACK_WARS);
        Path war = war("shop.war", "1");
        start();
        assertEquals(war, target.running.get(new ContextName("/shop", "")).docBase());
        assertFalse(Files.exists(webapps.resolve("shop")));
    }

    @Test void reportsApplicationsStartedInParallelInTheOrderOfTheirNames() throws IOException {
        threads = 4;
        for (int i = 0; i < 9; i++) {
            Files.createDirectories(webapps.resolve("app" + i));
        }
        start();
        List<String> finished = log.all().stream().filter(each -> each.contains("has finished")).toList();
        assertEquals(9, finished.size());
        for (int i = 0; i < 9; i++) {
            assertTrue(finished.get(i).contains("app" + i), finished::toString);
        }
    }

    @Test void removesOldVersionsThatNobodyUses() throws IOException {
        switches.add(Switch.UNDEPLOY_OLD_VERSIONS);
        war("shop##1.war", "1");
        war("shop##2.war", "2");
        war("other##1.war", "1");
        start();
        deployer.scan();
        assertEquals(3, target.calls.size(), "the old version is in use");
        target.idle = true;
        deployer.scan();
        assertEquals(List.of("undeploy /shop##1"), target.calls.subList(3, target.calls.size()));
        assertFalse(Files.exists(webapps.resolve("shop##1.war")), "it must not come back");
        assertTrue(Files.exists(webapps.resolve("shop##2.war")));
    }

    @Test void reloadsByHand() throws IOException {
        Files.createDirectories(webapps.resolve("dir"));
        start();
        assertTrue(deployer.reload(new ContextName("/dir", "")));
        assertFalse(deployer.reload(new ContextName("/none", "")));
        assertEquals(List.of("deploy /dir", "replace /dir"), target.calls);
    }

    @Test void stopsTheLastFirstAndKeepsItsFiles() throws IOException {
        war("a.war", "1");
        war("b.war", "1");
        start();
        deployer.stop();
        assertEquals(List.of("stop /b", "stop /a"), target.calls.subList(2, 4));
        assertTrue(Files.exists(webapps.resolve("a/index.txt")));
    }

    @Test void looksByItselfIfTheHostDeploysAutomatically() throws Exception {
        switches.add(Switch.AUTO_DEPLOY);
        start();
        war("shop.war", "1");
        Await.until("nothing is deployed", () -> !target.calls.isEmpty());
        assertEquals(List.of("deploy /shop"), List.copyOf(target.calls));
    }
}
