package io.serval.container.loader;

import java.util.HashSet;
import java.util.Set;

/** The packages that the JDK exports: no application may bring its own version of them (Servlet 6.1 §10.7.2). */
final class JdkPackages {
    private static final Set<String> EXPORTED = exported();

    private JdkPackages() {
    }

    static boolean contains(String className) {
        int dot = className.lastIndexOf('.');
        return className.startsWith("java.") || dot > 0 && EXPORTED.contains(className.substring(0, dot));
    }

    private static Set<String> exported() {
        Set<String> packages = new HashSet<>();
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.getClassLoader() == null || module.getClassLoader() == platform) {
                module.getPackages().stream().filter(module::isExported).forEach(packages::add);
            }
        }
        return Set.copyOf(packages);
    }
}
