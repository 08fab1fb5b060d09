package io.serval.container.startup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.serval.connector.ControlSocket;
import io.serval.container.config.ConfigException;
import io.serval.container.config.ConfigProblem;
import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ConnectorElement;
import io.serval.container.config.ServerConfig;
import io.serval.container.config.ServiceConfig;
import io.serval.container.config.Setting;

/**
 * The program behind {@code serval.sh}: {@code run}, {@code start}, {@code stop}, {@code status}, {@code configtest},
 * {@code slowlog}, {@code check} with WARs or directories, and {@code version}. Exit status: 0 done, 1 failed, 2 called
 * in a wrong way, 3 not running.
 */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    static final int NOT_RUNNING = 3;

    private final HomeAndBase places;
    private final Path pidFile;
    private final PrintStream out;

    Main(HomeAndBase places, Path pidFile, PrintStream out) {
        this.places = places;
        this.pidFile = pidFile;
        this.out = out;
    }

    public static void main(String[] args) {
        HomeAndBase places = HomeAndBase.find(System::getProperty, System.getenv());
        String pid = System.getProperty("serval.pid", places.run().resolve("serval.pid").toString());
        Optional<Command> command = args.length == 0 ? Optional.empty() : Command.of(args[0]);
        List<String> operands = List.of(args).subList(Math.min(1, args.length), args.length);
        if (command.isEmpty() || operands.isEmpty() == (command.get() == Command.CHECK)) {
            System.err.println("usage: " + Main.class.getName()
                    + " run|start|stop|status|configtest|slowlog|version, or check WAR…");
            System.exit(WRONG_USE);
        }
        int status = new Main(places, Path.of(pid), System.out).execute(command.get(), operands);
        if (status != DONE) {
            System.exit(status);
        }
    }

    int execute(Command command, List<String> operands) {
        try {
            return switch (command) {
                case RUN, START -> run();
                case STOP -> stop();
                case STATUS -> status();
                case CONFIGTEST -> configTest();
                case CHECK -> check(operands);
                case SLOWLOG -> slowLog();
                case VERSION -> version();
            };
        } catch (StartException | ConfigException | IOException e) {
            System.err.println(e instanceof IOException ? e.toString() : e.getMessage());
            return FAILED;
        }
    }

    private int run() {
        Logging.configure(places);
        return new ServerProcess(places, pidFile).run();
    }

    private int stop() throws IOException {
        ServerConfig config = ServerFiles.read(places, new ConfigProblems()).server();
        if (config.port() == -1) {
            throw new StartException("Serval does not run on " + places.base()
                    + ", or it was started without a pid file and has no shutdown port");
        }
        try {
            ShutdownListener.send(config);
            out.println("Told the server at the shutdown port " + config.port() + " to stop");
        } catch (IOException nobodyThere) {
            out.println("Serval does not run on " + places.base());
        }
        return DONE;
    }

    private int status() throws IOException {
        Optional<ProcessHandle> process = Files.isReadable(pidFile)
                ? ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())) : Optional.empty();
        out.println(process.isPresent()
                ? "Serval runs on " + places.base() + " (process " + process.get().pid() + ')'
                : "Serval does not run on " + places.base());
        return process.isPresent() ? DONE : NOT_RUNNING;
    }

    private int configTest() throws IOException {
        ConfigProblems problems = new ConfigProblems();
        ServerFiles files = ServerFiles.read(places, problems);
        new ServerAssembly(places, files, problems).check();
        for (ConfigProblem each : problems.warnings()) {
            out.println("warning: " + each);
        }
        problems.throwIfFailed(files.server().strict());
        files.server().services().forEach(this::describe);
        out.println("The configuration of " + places.base() + " can be started with");
        return DONE;
    }

    /** The connectors as they will be, each attribute with where it comes from. */
    private void describe(ServiceConfig service) {
        for (ConnectorElement connector : service.connectors()) {
            out.println("Connector at " + connector.location());
            for (Setting each : connector.settings()) {
                out.printf("  %-34s %-24s %s%n", each.name(), each.value(), each.origin());
            }
        }
    }

    private int check(List<String> applications) throws IOException {
        boolean allFit = true;
        for (String each : applications) {
            allFit &= new ApplicationCheck(places, out).check(Path.of(each).toAbsolutePath().normalize());
        }
        return allFit ? DONE : FAILED;
    }

    private int slowLog() {
        try {
            out.print(ControlSocket.ask(places.run(), "slowlog"));
            return DONE;
        } catch (IOException | UnsupportedOperationException e) {
            out.println("No server answers at " + ControlSocket.path(places.run())
                    + ": Serval does not run on this base, or runs as another user");
            return NOT_RUNNING;
        }
    }

    private int version() {
        out.println("Server version: " + ServalVersion.name());
        out.println("OS:             " + ServalVersion.system());
        out.println("JVM:            " + ServalVersion.jvm());
        out.println("JAVA_HOME:      " + System.getProperty("java.home"));
        out.println("SERVAL_HOME:    " + places.home());
        out.println("SERVAL_BASE:    " + places.base());
        return DONE;
    }
}
