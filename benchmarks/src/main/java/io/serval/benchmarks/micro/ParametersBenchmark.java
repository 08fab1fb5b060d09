package io.serval.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.serval.container.parameter.ParameterLimits;
import io.serval.container.parameter.Parameters;

/** Twenty parameters and one look at the last. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParametersBenchmark {
    private final String query = IntStream.range(0, 20).mapToObj(i -> "field" + i + "=value+of+field%20" + i)
            .collect(Collectors.joining("&"));
    private final byte[] form = query.getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public String form() {
        Parameters parameters = new Parameters(ParameterLimits.DEFAULT);
        parameters.addForm(form, 0, form.length, StandardCharsets.UTF_8);
        return parameters.first("field19");
    }

    @Benchmark
    public String query() {
        Parameters parameters = new Parameters(ParameterLimits.DEFAULT);
        parameters.addQuery(query, StandardCharsets.UTF_8);
        return parameters.first("field19");
    }
}
