#!/bin/sh
# Runs, starts and stops Serval. The commands are those of catalina.sh; `serval.sh help` lists them.
#
# Environment, all of it optional; bin/setenv.sh of the base, or else of the home, may set it:
#   JAVA_HOME     the JDK, 17 or newer; otherwise the java on the PATH
#   JAVA_OPTS     options for every JVM that is started here
#   SERVAL_OPTS   options for the server only (CATALINA_OPTS is the same)
#   SERVAL_HOME   where lib/ is; otherwise the directory above this script
#   SERVAL_BASE   where conf/, logs/, webapps/, work/ and temp/ are; otherwise the home (CATALINA_BASE is the same)
#   SERVAL_MODULES  optional modules to load, folders of lib/optional/ with blanks between: "brotli zstd"
#   SERVAL_PID    file for the process number; otherwise run/serval.pid in the base (CATALINA_PID is the same)
#   SERVAL_OUT    file for what the JVM itself prints; otherwise logs/serval.out in the base (CATALINA_OUT is the same)
#   SERVAL_TMPDIR directory for temporary files; otherwise temp/ in the base (CATALINA_TMPDIR is the same)
#   SERVAL_START_SECONDS  how long `start` waits for the server (120)
#   JPDA_ADDRESS  where `jpda start` and `jpda run` wait for a debugger (localhost:8000)
#
# Exit status: 0 done, 1 failed, 2 called in a wrong way, 3 not running (status).

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# ---- where everything is ----------------------------------------------------------------------------------------

script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
script_dir=$(cd "$(dirname "$script")" && pwd -P) || exit 1

SERVAL_HOME=${SERVAL_HOME:-$(dirname "$script_dir")}
SERVAL_HOME=$(cd "$SERVAL_HOME" 2>/dev/null && pwd) || fail "SERVAL_HOME is not a directory"
SERVAL_BASE=${SERVAL_BASE:-${CATALINA_BASE:-$SERVAL_HOME}}
[ -d "$SERVAL_BASE" ] || fail "SERVAL_BASE is not a directory: $SERVAL_BASE"
SERVAL_BASE=$(cd "$SERVAL_BASE" && pwd)

CLASSPATH=
if [ -r "$SERVAL_BASE/bin/setenv.sh" ]; then
  . "$SERVAL_BASE/bin/setenv.sh"
elif [ -r "$SERVAL_HOME/bin/setenv.sh" ]; then
  . "$SERVAL_HOME/bin/setenv.sh"
fi

SERVAL_OPTS=${SERVAL_OPTS:-$CATALINA_OPTS}
pid_file=${SERVAL_PID:-${CATALINA_PID:-$SERVAL_BASE/run/serval.pid}}
out_file=${SERVAL_OUT:-${CATALINA_OUT:-$SERVAL_BASE/logs/serval.out}}
tmp_dir=${SERVAL_TMPDIR:-${CATALINA_TMPDIR:-$SERVAL_BASE/temp}}
ready_file=$SERVAL_BASE/run/serval.ready
main_class=io.serval.container.startup.Main

# ---- the JVM ----------------------------------------------------------------------------------------------------

find_java() {
  if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME has no bin/java: $JAVA_HOME"
  else
    java=$(command -v java) || fail "No Java found. Set JAVA_HOME to a JDK 17 or newer, or put java on the PATH."
  fi
  java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' | head -n 1)
  [ -n "$java_version" ] || fail "$java does not tell its version; is it a JDK?"
  [ "$java_version" -ge 17 ] || fail "Serval needs Java 17 or newer; $java is Java $java_version. Set JAVA_HOME."
}

# Runs the launcher with the server's own options (first argument "server") or without ("tool").
launch() {
  kind=$1
  shift
  class_path=${CLASSPATH:+$CLASSPATH:}
  class_path=$class_path$SERVAL_HOME/lib/*
  options=$JAVA_OPTS
  add_modules
  [ "$kind" = server ] && options="$options $debug_options $SERVAL_OPTS"
  # The options are words by intent; blanks inside one are not possible here, as in catalina.sh.
  set -f
  # shellcheck disable=SC2086
  set -- $(archive_option "$kind") "-Dfile.encoding=UTF-8" $options \
    "-Dserval.home=$SERVAL_HOME" "-Dserval.base=$SERVAL_BASE" \
    "-Dcatalina.home=$SERVAL_HOME" "-Dcatalina.base=$SERVAL_BASE" \
    "-Dserval.pid=$pid_file" "-Djava.io.tmpdir=$tmp_dir" -cp "$class_path" "$main_class" "$@"
  set +f
  if [ "$kind" = server ] && [ "$in_background" = yes ]; then
    nohup "$java" "$@" >>"$out_file" 2>&1 </dev/null &
    server_pid=$!
  elif [ "$kind" = server ]; then
    exec "$java" "$@"
  else
    "$java" "$@"
  fi
}

# Puts the folders of lib/optional/ that SERVAL_MODULES names on the class path.
add_modules() {
  for module in $(printf '%s' "$SERVAL_MODULES" | tr ',' ' '); do
    ls "$SERVAL_HOME/lib/optional/$module"/*.jar >/dev/null 2>&1 \
      || fail "SERVAL_MODULES names $module; there are: $(ls "$SERVAL_HOME/lib/optional" 2>/dev/null | tr '\n' ' ')"
    class_path=$class_path:$SERVAL_HOME/lib/optional/$module/*
    # Their native libraries are loaded by intent; from Java 24 on the JVM would warn of it.
    [ "$java_version" -lt 22 ] || options="--enable-native-access=ALL-UNNAMED $JAVA_OPTS"
  done
}

# From Java 19 on the JVM can keep the classes it loaded in an archive, which makes the next start faster. Nothing
# depends on it: an archive that does not fit is ignored and written anew. Off when the path has a blank (the option is
# one word), when it cannot be written, or with SERVAL_CDS=off.
archive_option() {
  [ "$1" = server ] && [ "$java_version" -ge 19 ] && [ "$SERVAL_CDS" != off ] || return 0
  [ -d "$SERVAL_BASE/work" ] && [ -w "$SERVAL_BASE/work" ] || return 0
  case $SERVAL_BASE in
    *[[:space:]]*) return 0 ;;
  esac
  case " $JAVA_OPTS $SERVAL_OPTS " in
    *SharedArchiveFile* | *Xshare* | *AOTCache*) return 0 ;;
  esac
  printf '%s %s' -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$SERVAL_BASE/work/serval.jsa"
  printf ' %s %s' -Xlog:cds=off -Xlog:cds+dynamic=off
}

# ---- building from source ---------------------------------------------------------------------------------------

lib_is_current() {
  ls "$SERVAL_HOME"/lib/serval-container-*.jar >/dev/null 2>&1 || return 1
  [ -f "$SERVAL_HOME/pom.xml" ] || return 0
  built=$(ls -t "$SERVAL_HOME"/lib/serval-*.jar "$SERVAL_HOME"/lib/.built 2>/dev/null | head -n 1)
  newer=$(find "$SERVAL_HOME/pom.xml" "$SERVAL_HOME"/*/pom.xml "$SERVAL_HOME"/*/src/main \
    "$SERVAL_HOME"/extensions/*/pom.xml "$SERVAL_HOME"/extensions/*/src/main \
    "$SERVAL_HOME"/webapps/*/WEB-INF/pom.xml "$SERVAL_HOME"/webapps/*/WEB-INF/src/main \
    -type f -newer "$built" ! -path '*/benchmarks/*' 2>/dev/null | head -n 1)
  [ -z "$newer" ]
}

build_if_needed() {
  lib_is_current && return 0
  [ -f "$SERVAL_HOME/pom.xml" ] || fail "lib/ is missing in $SERVAL_HOME, and so are the sources to build it from"
  mvn=$(command -v mvn) || fail "lib/ is missing or older than the sources, and there is no mvn on the PATH to build it"
  build_log=$SERVAL_HOME/target/build.log
  mkdir -p "$SERVAL_HOME/target" || fail "Cannot write $build_log"
  if [ -d "$SERVAL_HOME/lib" ]; then
    say "The sources are newer than lib/: building Serval"
  else
    say "First start: building Serval. Maven fetches what it needs, which can take a few minutes."
  fi
  [ -n "$JAVA_HOME" ] && export JAVA_HOME
  build_began=$(date +%s)
  { "$mvn" -B -ntp -DskipTests -f "$SERVAL_HOME/pom.xml" package; echo "exit status $?"; } 2>&1 | tee "$build_log" \
    | awk '/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ {
             step = $NF; sub(/^\[INFO\] Building /, ""); sub(/ [^ ]+ +\[[0-9\/]+\]$/, ""); print "  " step " " $0; fflush()
           }'
  # Maven may end its output with a colour reset and no line end, so the status need not begin its line.
  if ! tail -n 1 "$build_log" | grep -q 'exit status 0$'; then
    sed -n 's/^\[ERROR\] //p' "$build_log" | head -n 20 >&2
    fail "The build failed; all of it is in $build_log"
  fi
  touch "$SERVAL_HOME/lib/.built"
  say "Built in $(($(date +%s) - build_began)) s"
}

# ---- the process ------------------------------------------------------------------------------------------------

# Whether a process runs; one that has ended and was not collected by its parent yet does not.
is_alive() {
  kill -0 "$1" 2>/dev/null || return 1
  case $(ps -p "$1" -o stat= 2>/dev/null) in
    Z*) return 1 ;;
    *) return 0 ;;
  esac
}

# Whether the process of the pid file runs and is a Serval; sets running_pid.
is_running() {
  [ -r "$pid_file" ] || return 1
  running_pid=$(head -n 1 "$pid_file")
  case $running_pid in
    '' | *[!0-9]*) return 1 ;;
  esac
  is_alive "$running_pid" || return 1
  arguments=$(ps -p "$running_pid" -o args= 2>/dev/null) || return 0
  case $arguments in
    '' | *"$main_class"*) return 0 ;;
    *) return 1 ;;
  esac
}

make_directories() {
  for directory in logs temp work run; do
    mkdir -p "$SERVAL_BASE/$directory" 2>/dev/null
  done
  mkdir -p "$tmp_dir" 2>/dev/null || fail "Cannot create the directory for temporary files: $tmp_dir"
}

ready_value() {
  sed -n "s/^$1=//p" "$ready_file" 2>/dev/null
}

run() {
  find_java
  build_if_needed
  make_directories
  in_background=no
  launch server run
}

start() {
  if is_running; then
    say "Serval runs already on $SERVAL_BASE (process $running_pid): $(ready_value url)"
    exit 1
  fi
  find_java
  build_if_needed
  make_directories
  : >>"$out_file" || fail "Cannot write $out_file"
  out_size=$(wc -c <"$out_file")
  rm -f "$ready_file"
  say "Using SERVAL_BASE: $SERVAL_BASE"
  say "Using SERVAL_HOME: $SERVAL_HOME"
  say "Using Java:        $java ($java_version)"
  in_background=yes
  launch server start
  await_start
}

await_start() {
  waited=0
  while [ "$waited" -lt "$((${SERVAL_START_SECONDS:-120} * 5))" ]; do
    if [ -f "$ready_file" ] && [ "$(ready_value pid)" = "$server_pid" ]; then
      say "Serval started in $(ready_value millis) ms: $(ready_value url)"
      say "Log: $(ready_value log)"
      exit 0
    fi
    is_alive "$server_pid" || start_failed
    sleep 0.2 2>/dev/null || sleep 1
    waited=$((waited + 1))
  done
  fail "Serval (process $server_pid) is not ready after ${SERVAL_START_SECONDS:-120} s and goes on starting; see $out_file"
}

start_failed() {
  say "Serval did not start:" >&2
  tail -c "+$((out_size + 1))" "$out_file" | grep -v '^[[:space:]]*at ' | tail -n 30 >&2
  fail "All of it is in $out_file"
}

stop() {
  seconds=40
  force=no
  for argument in "$@"; do
    case $argument in
      -force) force=yes ;;
      *[!0-9]* | '') usage ;;
      *) seconds=$argument ;;
    esac
  done
  if ! is_running; then
    find_java
    if ls "$SERVAL_HOME"/lib/serval-container-*.jar >/dev/null 2>&1; then
      launch tool stop
      exit $?
    fi
    say "Serval does not run on $SERVAL_BASE"
    exit 0
  fi
  kill -TERM "$running_pid"
  waited=0
  while [ "$waited" -lt "$((seconds * 5))" ]; do
    if ! is_alive "$running_pid"; then
      say "Serval stopped"
      exit 0
    fi
    sleep 0.2 2>/dev/null || sleep 1
    waited=$((waited + 1))
  done
  [ "$force" = yes ] || fail "Serval (process $running_pid) still runs after $seconds s; \`stop -force\` would kill it"
  kill -KILL "$running_pid"
  rm -f "$pid_file" "$ready_file"
  say "Serval was killed after $seconds s"
}

status() {
  if is_running; then
    say "Serval runs on $SERVAL_BASE (process $running_pid): $(ready_value url)"
    exit 0
  fi
  say "Serval does not run on $SERVAL_BASE"
  exit 3
}

usage() {
  cat >&2 <<'END'
usage: serval.sh <command>
  run                    in this terminal
  start                  in the background; comes back when the port answers
  jpda run | jpda start  the same with a debugger's port
  stop [n] [-force]      gracefully, waiting n seconds (40); then kill it if -force
  status                 whether it runs
  configtest             reads the configuration, and reports what is wrong and what holds
  slowlog                the slow requests of the running server, with what their time went to
  check WAR...           looks applications over without starting them
  version                of Serval, the JVM and the system
END
  exit 2
}

debug_options=
if [ "$1" = jpda ]; then
  debug_options="-agentlib:jdwp=transport=dt_socket,server=y,suspend=${JPDA_SUSPEND:-n},address=${JPDA_ADDRESS:-localhost:8000}"
  shift
fi
command=$1
[ $# -gt 0 ] && shift
case $command in
  run) run ;;
  start) start ;;
  stop) stop "$@" ;;
  status) status ;;
  configtest | version)
    find_java
    build_if_needed
    make_directories
    launch tool "$command"
    ;;
  slowlog)
    find_java
    launch tool slowlog
    ;;
  check)
    [ $# -gt 0 ] || usage
    find_java
    build_if_needed
    make_directories
    launch tool check "$@"
    ;;
  *) usage ;;
esac
