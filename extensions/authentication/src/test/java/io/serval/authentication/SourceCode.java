package io.serval.authentication;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compiles classes of applications that stand in documents or resources. */
final class SourceCode {
    private SourceCode() {
    }

    /** @param classPath in the notation of the platform */
    static void compile(String className, String text, String classPath, Path output) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject source = new SimpleJavaFileObject(
                URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        boolean done = compiler.getTask(messages, null, null,
                List.of("--release", "17", "-proc:none", "-cp", classPath, "-d", output.toString()), null,
                List.of(source)).call();
        assertTrue(done, messages::toString);
    }
}
