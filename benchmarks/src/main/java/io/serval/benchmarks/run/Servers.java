package io.serval.benchmarks.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.benchmarks.server.ServerMain;

/** The processes of a run: started when they are first needed, kept for further measurements, ended together. */
final class Servers implements Closeable {
    private final List<ServerMain.Name> names;
    private final Path work;
    private final Map<Launch, List<ServerProcess>> running = new HashMap<>();

    Servers(List<ServerMain.Name> names, Path work) {
        this.names = names;
        this.work = work;
    }

    /** One process of each server, in the order of the command line. */
    List<ServerProcess> of(Launch launch) throws IOException {
        List<ServerProcess> known = running.get(launch);
        if (known == null) {
            known = new ArrayList<>();
            running.put(launch, known);
            for (ServerMain.Name name : names) {
                known.add(ServerProcess.start(name, work, launch));
            }
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        for (List<ServerProcess> each : running.values()) {
            for (ServerProcess server : each) {
                server.close();
            }
        }
        running.clear();
    }
}
