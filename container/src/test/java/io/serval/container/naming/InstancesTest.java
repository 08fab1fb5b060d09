package io.serval.container.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.Resources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.LifecycleCallback;
import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.NamingEntry.InjectionTarget;
import io.serval.container.descriptor.NamingEntry.Kind;
import io.serval.container.descriptor.SourceLocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstancesTest {
    private static final List<String> CALLS = new ArrayList<>();

    static class Base {
        @Resource(name = "greeting") private String greeting = "none";
        protected String viaSetter;

        @Resource(name = "greeting") void setViaSetter(String value) {
            viaSetter = value + "!";
        }

        @PostConstruct private void init() {
            CALLS.add("base init " + greeting);
        }

        @PreDestroy private void end() {
            CALLS.add("base end");
        }
    }

    static class Derived extends Base {
        @Resource private Integer limit = 1;
        @Resource(name = "port") private int port;
        String byDescriptor;
        String bySetter;

        void setNamed(String value) {
            bySetter = value;
        }

        @PostConstruct private void init() {
            CALLS.add("derived init " + limit + ' ' + port + ' ' + viaSetter);
        }

        @PreDestroy private void end() {
            CALLS.add("derived end");
        }

        void extraInit() {
            CALLS.add("derived extra");
        }
    }

    static class Overriding extends Base {
        @Override void setViaSetter(String value) {
            viaSetter = "overridden";
        }
    }

    static class PublicInit {
        @PostConstruct public void init() {
            CALLS.add("public init");
        }
    }

    static class Silenced extends PublicInit {
        @Override public void init() {
            CALLS.add("silenced");
        }
    }

    static class Reannotated extends PublicInit {
        @PostConstruct @Override public void init() {
            CALLS.add("reannotated");
        }
    }

    @Resource(name = "declared", lookup = "java:comp/env/greeting", type = String.class)
    @Resources(@Resource(name = "inner", lookup = "greeting", type = String.class))
    static class Declaring {
    }

    static class Plain {
    }

    static class Failing {
        Failing() {
            throw new IllegalStateException("broken");
        }
    }

    static class FailingInit {
        @PostConstruct void init() {
            throw new IllegalStateException("broken");
        }
    }

    static class WithoutConstructor {
        WithoutConstructor(String ignored) {
        }
    }

    static class NeedsPool {
        @Resource(name = "jdbc/none") private Thread pool;
    }

    static class WrongType {
        @Resource(name = "greeting") private Integer greeting;
    }

    static class TwoInits {
        @PostConstruct void one() {
        }

        @PostConstruct void two() {
        }
    }

    static class InitWithParameter {
        @PostConstruct void init(String ignored) {
        }
    }

    static class StaticTarget {
        @Resource(name = "greeting") private static String greeting;
    }

    static class FinalTarget {
        @Resource(name = "greeting") private final String greeting;

        FinalTarget() {
            greeting = null;
        }
    }

    static class NoSetter {
        @Resource(name = "greeting") void greeting(String value) {
        }
    }

    private static NamingEntry env(String name, String type, String value, InjectionTarget... targets) {
        return new NamingEntry(Kind.ENV_ENTRY, name, type, value, null, null, List.of(targets), Map.of(),
                new SourceLocation("web.xml", 1, 1));
    }

    private static InjectionTarget target(Class<?> type, String member) {
        return new InjectionTarget(type.getName(), member);
    }

    private final List<NamingEntry> entries = List.of(
            env("greeting", "java.lang.String", "hello", target(Derived.class, "byDescriptor"),
                    target(Derived.class, "named")),
            env("port", "java.lang.Integer", "8080"),
            env("unset", "java.lang.String", null, target(Plain.class, "gone")));
    private final AppNaming naming = new AppNaming(List.<NamingConfig>of(), entries, GlobalNaming.empty(),
            getClass().getClassLoader());

    private Instances instances(boolean annotations, List<LifecycleCallback> starts, List<LifecycleCallback> ends) {
        CALLS.clear();
        return new Instances(naming, new InjectionRules(true, annotations, entries, starts, ends));
    }

    private Instances instances() {
        return instances(true, List.of(), List.of());
    }

    @Test void injectsAndCallsSuperclassesFirstAndLastAtTheEnd() throws Exception {
        Instances instances = instances();
        Derived derived = instances.create(Derived.class);
        instances.destroy(derived);

        assertEquals(List.of("base init hello", "derived init 1 8080 hello!", "derived end", "base end"), CALLS);
        assertEquals("hello", derived.byDescriptor);
        assertEquals("hello", derived.bySetter);
    }

    @Test void leavesAnEntryWithoutValueAlone() throws Exception {
        assertEquals(1, instances().create(Derived.class).limit);
    }

    @Test void injectsByTheDescriptorOnlyWhereItIsComplete() throws Exception {
        Instances instances = instances(false, List.of(), List.of());
        Derived derived = instances.create(Derived.class);
        instances.destroy(derived);

        assertEquals("hello", derived.byDescriptor);
        assertNull(derived.viaSetter);
        assertEquals(List.of(), CALLS);
    }

    @Test void callsTheMethodsOfTheDescriptorInPlaceOfThoseOfAnnotations() throws Exception {
        var extra = List.of(new LifecycleCallback(Derived.class.getName(), "extraInit"));
        Instances instances = instances(true, extra, List.of());
        instances.destroy(instances.create(Derived.class));

        assertEquals(List.of("base init hello", "derived extra", "derived end", "base end"), CALLS);
    }

    @Test void readsAnnotationsOfTheLastOverridingMethodOnly() throws Exception {
        Instances instances = instances();
        instances.create(Silenced.class);
        instances.create(Reannotated.class);

        assertEquals(List.of("reannotated"), CALLS);
        assertNull(instances.create(Overriding.class).viaSetter);
    }

    @Test void bindsWhatClassesDeclare() throws Exception {
        instances().create(Declaring.class);

        assertEquals("hello", naming.lookup("java:comp/env/declared"));
        assertEquals("hello", naming.lookup("inner"));
    }

    @Test void doesNothingToObjectsOfOthersAndEndsItsOwnOnce() throws Exception {
        Instances instances = instances();
        Derived own = instances.create(Derived.class);
        CALLS.clear();
        instances.destroy(new Derived());
        assertEquals(List.of(), CALLS);

        instances.destroy(own);
        instances.destroy(own);
        assertEquals(List.of("derived end", "base end"), CALLS);
    }

    @Test void passesOnWhatTheApplicationThrew() {
        var constructor = assertThrows(InstanceException.class, () -> instances().create(Failing.class));
        var init = assertThrows(InstanceException.class, () -> instances().create(FailingInit.class));

        assertEquals("broken", constructor.getCause().getMessage());
        assertEquals("broken", init.getCause().getMessage());
        assertTrue(init.getMessage().contains("FailingInit.init"), init.getMessage());
    }

    @ParameterizedTest
    @ValueSource(classes = {WithoutConstructor.class, NeedsPool.class, WrongType.class, TwoInits.class,
        InitWithParameter.class, StaticTarget.class, FinalTarget.class, NoSetter.class, Runnable.class})
    void refusesClassesThatCannotWorkAndNamesThem(Class<?> type) {
        var failure = assertThrows(InstanceException.class, () -> instances().create(type));

        assertTrue(failure.getMessage().contains(type.getSimpleName()), failure.getMessage());
    }

    @Test void saysWhatTheDescriptorNamesWrongly() {
        var noMethod = List.of(new LifecycleCallback(Declaring.class.getName(), "gone"));
        var target = assertThrows(InstanceException.class, () -> instances().create(Plain.class));
        var method = assertThrows(InstanceException.class,
                () -> instances(true, List.of(), noMethod).create(Declaring.class));

        assertTrue(target.getMessage().contains("Plain/gone of unset is neither a setter nor a field"),
                target.getMessage());
        assertTrue(method.getMessage().contains("Declaring.gone as life-cycle method"), method.getMessage());
    }

    @Test void fillsAResourceOfTheAdministrator() throws Exception {
        var config = new NamingConfig(NamingConfig.Kind.RESOURCE, "pool", "some.Pool",
                Map.of("factory", AppNamingTest.PoolFactory.class.getName()), SourceLocation.NONE);
        AppNaming own = new AppNaming(List.of(config), List.of(), GlobalNaming.empty(), getClass().getClassLoader());
        Instances instances = new Instances(own, new InjectionRules(true, true, List.of(), List.of(), List.of()));
        UsesPool user = instances.create(UsesPool.class);

        assertInstanceOf(AppNamingTest.Pool.class, user.pool);
        assertSame(own.lookup("pool"), user.pool);
    }

    static class UsesPool {
        @Resource(name = "pool") private Object pool;
    }
}
