#!/usr/bin/env bash
# Builds and runs the benchmarks of single classes (JMH), with what they allocate.
#   benchmarks/micro.sh                                       all of them, about 2 minutes
#   benchmarks/micro.sh -f 1 -wi 3 -i 5 -prof gc HeadBenchmark   options of JMH instead (-h lists them)
# JAVA_HOME chooses the JDK. SKIP_BUILD=1 leaves the build out.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

if [[ -z ${SKIP_BUILD:-} ]]; then
  echo "Building (SKIP_BUILD=1 leaves this out) ..." >&2
  (cd "$here/.." && mvn -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package)
fi

(( $# > 0 )) || set -- -f 1 -wi 3 -w 1 -i 5 -r 1 -prof gc
exec "$java" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main "$@"
