package io.serval.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.serval.container.mapping.PathNormalizer;
import io.serval.container.mapping.ServletMappings;
import io.serval.container.mapping.ServletMatch;
import io.serval.container.mapping.UrlPattern;
import io.serval.http.HttpException;

/** From a path as it was sent to a servlet, without the caches that stand before both steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MappingBenchmark {
    private final ServletMappings<String> mappings;

    public MappingBenchmark() {
        ServletMappings.Builder<String> builder = new ServletMappings.Builder<>();
        for (int i = 0; i < 50; i++) {
            builder.add(UrlPattern.parse("/service" + i), "exact" + i);
            builder.add(UrlPattern.parse("/api/v1/resource" + i + "/*"), "prefix" + i);
        }
        builder.add(UrlPattern.parse("*.jsp"), "pages");
        builder.add(UrlPattern.parse("/"), "default");
        mappings = builder.build();
    }

    @Benchmark
    public String normalizePlain() throws HttpException {
        return PathNormalizer.STRICT.normalize("/shop/articles/4711/picture.png");
    }

    @Benchmark
    public String normalizeEscaped() throws HttpException {
        return PathNormalizer.STRICT.normalize("/shop/%C3%A4pfel/./gr%C3%BCn/../rot%20und%20reif");
    }

    @Benchmark
    public ServletMatch<String> matchExact() {
        return mappings.match("/service17");
    }

    @Benchmark
    public ServletMatch<String> matchPrefix() {
        return mappings.match("/api/v1/resource42/items/4711/parts");
    }

    @Benchmark
    public ServletMatch<String> matchDefault() {
        return mappings.match("/css/site/main/theme.css");
    }
}
