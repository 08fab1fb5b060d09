#!/usr/bin/env bash
# Builds the benchmarks and runs them: servers on one core, the client on another, everything on loopback.
#   benchmarks/run.sh [--servers=tomcat,jetty] [--modes=plaintext,syscalls] [--rounds=3] [--seconds=1.2] [--virtual=true]
# JAVA_HOME chooses the JDK for both sides; SERVER_JAVA_OPTS the options of the servers' JVMs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

if [[ -z ${SKIP_BUILD:-} ]]; then
  echo "Building (SKIP_BUILD=1 leaves this out) ..." >&2
  (cd "$here/.." && mvn -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package)
fi

# The first two cores that this process may use: one for servers, one for the client.
cores=()
IFS=, read -ra ranges < <(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status 2>/dev/null) || true
for range in "${ranges[@]}"; do
  for core in $(seq "${range%-*}" "${range#*-}"); do cores+=("$core"); done
done
pin=()
options=()
if command -v taskset >/dev/null && (( ${#cores[@]} >= 2 )); then
  pin=(taskset -c "${cores[1]}")
  options=("-Dbenchmark.serverCore=${cores[0]}")
fi
ulimit -n "$(ulimit -Hn)" || true

exec "${pin[@]}" "$java" -Xmx256m "${options[@]}" -cp "$here/target/classes:$here/target/lib/*" \
  io.serval.benchmarks.run.Benchmarks "$here/target/run" "$@"
