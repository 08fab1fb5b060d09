package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.serval.benchmarks.server.Setup;

/** The key of all servers: P-256, as certificate authorities give out today. */
final class KeyStoreFile {
    private KeyStoreFile() { }

    /** Makes it unless an earlier run did. */
    static Path in(Path directory) throws IOException {
        Path file = directory.resolve("benchmark.p12");
        if (Files.exists(file)) {
            return file;
        }
        Process keytool = new ProcessBuilder(List.of(Jdk.THIS.command("keytool").toString(), "-genkeypair",
                "-keyalg", "EC", "-groupname", "secp256r1", "-alias", "benchmark", "-validity", "3650",
                "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12",
                "-storepass", Setup.KEY_PASSWORD, "-keystore", file.toString())).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IOException("keytool made no key: " + said);
        }
        return file;
    }
}
