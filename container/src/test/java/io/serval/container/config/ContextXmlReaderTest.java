package io.serval.container.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContextXmlReaderTest {
    private final ConfigProblems problems = new ConfigProblems();

    private ContextSettings read(String xml, ContextSettings defaults) {
        return new ContextXmlReader(PropertySubstitution.of(Map.of("catalina.base", "/base"), Map.of()), problems)
                .read("context.xml", xml.getBytes(StandardCharsets.UTF_8), defaults);
    }

    private ContextSettings read(String xml) {
        return read(xml, ContextSettings.DEFAULT);
    }

    @Test void anEmptyContextHasTheDefaults() {
        ContextSettings settings = read("<Context/>");

        assertEquals(ContextSettings.DEFAULT.withLocation(settings.location()), settings);
        assertEquals(List.of(), problems.warnings());
    }

    @Test void theContextXmlThatTomcatShipsHasTheDefaultsAndItsWatchedResources() {
        ContextSettings settings = read("""
                <Context>
                    <WatchedResource>WEB-INF/web.xml</WatchedResource>
                    <WatchedResource>WEB-INF/tomcat-web.xml</WatchedResource>
                    <WatchedResource>${catalina.base}/conf/web.xml</WatchedResource>
                    <!-- <Manager pathname="SESSIONS.ser" /> -->
                </Context>
                """);

        assertEquals(List.of("WEB-INF/web.xml", "WEB-INF/tomcat-web.xml", "/base/conf/web.xml"), settings.watched());
        assertEquals(List.of(), problems.warnings());
    }

    @ParameterizedTest @EnumSource(ContextSwitch.class)
    void readsEverySwitch(ContextSwitch each) {
        assertTrue(read("<Context " + each.attribute() + "='true'/>").is(each));
        assertFalse(read("<Context " + each.attribute() + "='false'/>").is(each));
        assertEquals(List.of(), problems.warnings());
    }

    @Test void laysAnApplicationsFileOverTheDefaults() {
        ContextSettings wide = read("<Context crossContext='true' unloadDelay='100'>"
                + "<Parameter name='a' value='1'/></Context>");
        ContextSettings own = read("<Context unloadDelay='200'><Parameter name='b' value='2' override='false'/>"
                + "</Context>", wide);

        assertTrue(own.is(ContextSwitch.CROSS_CONTEXT));
        assertEquals(Duration.ofMillis(200), own.unloadDelay());
        assertEquals(List.of("a", "b"), own.parameters().stream().map(ParameterConfig::name).toList());
        assertFalse(own.parameters().get(1).override());
    }

    @Test void overrideForgetsTheDefaults() {
        ContextSettings wide = ContextSettings.DEFAULT.with(ContextSwitch.CROSS_CONTEXT, true);

        assertFalse(read("<Context override='true'/>", wide).is(ContextSwitch.CROSS_CONTEXT));
    }

    @Test void readsTheNestedElements() {
        ContextSettings settings = read("""
                <Context path="/shop" docBase="shop.war" sessionCookieName="sid">
                  <Manager pathname="SESSIONS.ser" maxActiveSessions="10"><SessionIdGenerator sessionIdLength="32"/></Manager>
                  <CookieProcessor sameSiteCookies="Strict"/>
                  <Loader delegate="true"/>
                  <Resources allowLinking="true" cacheMaxSize="2048" cacheTtl="100">
                    <PreResources className="org.apache.catalina.webresources.DirResourceSet"
                        base="/srv/extra" webAppMount="/img"/>
                    <PostResources className="org.apache.catalina.webresources.JarResourceSet"
                        base="/srv/a.jar" internalPath="/META-INF/resources"/>
                  </Resources>
                  <Environment name="limit" type="java.lang.Integer" value="7"/>
                  <Resource name="jdbc/db" type="javax.sql.DataSource" url="jdbc:h2:mem:x"/>
                  <JarScanner><JarScanFilter pluggabilitySkip="*.jar"/></JarScanner>
                </Context>
                """);

        assertEquals("/shop", settings.path());
        assertEquals("sid", settings.sessions().cookieName());
        assertEquals("SESSIONS.ser", settings.sessions().store());
        assertEquals(10, settings.sessions().maxActiveSessions());
        assertEquals(32, settings.sessions().idLength());
        assertEquals("strict", settings.sessions().sameSite());
        assertTrue(settings.loader().delegate());
        assertTrue(settings.resources().allowLinking());
        assertEquals(2 << 20, settings.resources().cacheMaxBytes());
        assertEquals(Duration.ofMillis(100), settings.resources().cacheTtl());
        assertEquals("/img", settings.resources().roots().get(0).webAppMount());
        assertEquals(ResourceSettings.Kind.ARCHIVE, settings.resources().roots().get(1).kind());
        assertEquals("7", settings.naming().get(0).attributes().get("value"));
        assertEquals("javax.sql.DataSource", settings.naming().get(1).type());
        assertEquals("*.jar", settings.scan().jarsToSkip());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void readsWhatSwitchesDefaultsOfTheSpecification() {
        ContextSettings settings = read("<Context contextGetResourceRequiresSlash='false' alwaysAccessSession='false'>"
                + "<Manager sessionLastAccessAtStart='false' sessionActivityCheck='true'/></Context>");

        assertFalse(settings.is(ContextSwitch.CONTEXT_GET_RESOURCE_REQUIRES_SLASH));
        assertFalse(settings.is(ContextSwitch.ALWAYS_ACCESS_SESSION));
        assertFalse(settings.sessions().lastAccessAtStart());
        assertTrue(read("<Context/>").sessions().lastAccessAtStart());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void takesASingleSlashForTheRoot() {
        assertEquals("", read("<Context path='/'/>").path());
    }

    @Test void refusesAPathWithoutSlashNamingWhatIsValid() {
        String failure = assertThrows(ConfigException.class, () -> read("<Context path='shop'/>")).getMessage();

        assertEquals("context.xml:1:10: attribute path of Context must be empty for the root, or start with / and "
                + "not end with it, was \"shop\"", failure);
    }

    @Test void suggestsTheNameThatWasMeant() {
        read("<Context crosContext='true'><Paramter name='x'/></Context>");

        assertEquals(List.of("unknown attribute crosContext of Context is ignored; did you mean crossContext?",
                "unknown element Paramter in Context is ignored; did you mean Parameter?"),
                problems.warnings().stream().map(ConfigProblem::message).toList());
    }
}
