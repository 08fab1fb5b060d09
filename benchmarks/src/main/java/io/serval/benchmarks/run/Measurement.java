package io.serval.benchmarks.run;

/**
 * One server under one load.
 *
 * @param perSecond      answers a second
 * @param cpuMicros      CPU time of the server for one answer
 * @param allocatedBytes what the server's JVM allocated for one answer
 * @param medianMicros   time to an answer that half of them stayed below
 * @param p99Micros      time to an answer that 99 of 100 stayed below
 * @param failures       connections lost and answers other than 200
 */
record Measurement(double perSecond, double cpuMicros, double allocatedBytes, double medianMicros, double p99Micros,
        long failures) {
    /**
     * The better value of each, and all failures. What disturbs a round, be it other load on the machine or a method
     * that is not compiled yet, only ever makes a value worse.
     */
    Measurement and(Measurement other) {
        return new Measurement(Math.max(perSecond, other.perSecond), Math.min(cpuMicros, other.cpuMicros),
                Math.min(allocatedBytes, other.allocatedBytes), Math.min(medianMicros, other.medianMicros),
                Math.min(p99Micros, other.p99Micros), failures + other.failures);
    }
}
