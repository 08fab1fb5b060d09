package io.serval.container.session;

import java.lang.reflect.Proxy;

import jakarta.servlet.ServletContext;

/** A context that knows its class loader and its path, which is all that sessions ask for. */
final class TestContext {
    private TestContext() { }

    static ServletContext of(ClassLoader loader) {
        return (ServletContext) Proxy.newProxyInstance(TestContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getClassLoader" -> loader;
                    case "getContextPath" -> "/test";
                    default -> throw new AssertionError("unexpected call of " + method);
                });
    }
}
