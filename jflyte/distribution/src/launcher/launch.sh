# Starts jflyte with the arguments of bin/jflyte, that of a checkout or of a download, which says by
#   class_path      what Java finds jflyte by
#   archives        a folder for archives of parsed classes, or nothing
#   archive_prefix  what the names of archives begin with, another one for other jars
# For sh, dash and the bash 3.2 of macOS.
# shellcheck shell=sh disable=SC2154

fail() {
  echo "jflyte: $*" >&2
  exit 1
}

# follow FILE: sets followed to the file itself, behind all links.
follow() {
  followed=$1
  while [ -h "$followed" ]; do
    link=$(readlink "$followed")
    case $link in /*) followed=$link ;; *) followed=${followed%/*}/$link ;; esac
  done
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it: correct it, or unset it"
else
  java=$(command -v java) || fail "there is no java: install Java 17 or newer, or say with JAVA_HOME where it is"
fi

# A JVM that is asked for its version takes longer than all else here; most have a file that tells it.
java_version=
follow "$java"
release=${followed%/*}/../release
if [ -r "$release" ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in JAVA_VERSION=*) java_version=${line#JAVA_VERSION=} ;; esac
  done <"$release"
else
  java_version=$("$java" -version 2>&1 | sed -n '/ version "/ { s/.* version \("[^"]*"\).*/\1/p; q; }')
fi
java_version=${java_version#\"}
java_version=${java_version%\"*}
case ${java_version%%[!0-9]*} in
  '' | ? | 1[0-6]) fail "$java is Java ${java_version:-of no version}, but jflyte needs 17 or newer: say with JAVA_HOME where that is" ;;
esac

if [ -t 2 ]; then terminal=true; else terminal=false; fi
if [ -t 0 ] && [ -t 2 ]; then answers=true; else answers=false; fi
# Java reads and writes paths and arguments by the locale alone, and C is ASCII to it.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

command=${1:-}
# bash 3.2 knows no "$@" where there are no arguments.
set -- -cp "$class_path" org.flytekitplugins.jflyte.command.Main jflyte ${1+"$@"}

if [ "$command" = execute-local ]; then
  export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"
  # TensorFlow says two things about itself whatever its log level is. jflyte waits for the filter, if
  # there can be one: not every grep passes on a line when it has it.
  if echo | grep --line-buffered -q '' 2>/dev/null && pipes=$(mktemp -d 2>/dev/null) && mkfifo "$pipes/errors"; then
    grep --line-buffered -vE '^(WARNING: All log messages before absl|I0000 )' <"$pipes/errors" >&2 &
    set -- "-Djflyte.stderr.filter=$!" "$@"
    exec 2>"$pipes/errors"
    rm -rf "$pipes"
  fi
fi

options="${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}"
# A JVM that is told of two collectors does not start.
case $options in *-XX:+Use*GC*) ;; *) set -- -XX:+UseSerialGC "$@" ;; esac
# A command lasts seconds: compilers, collectors and heaps that pay off later never would. And what
# the JVM thinks of its class archive would stand in the middle of the output.
set -- -XX:TieredStopAtLevel=1 -Xms32m -XX:NewSize=16m -Xlog:disable -Xlog:all=error:stderr \
  "-Djflyte.terminal=$terminal" "-Djflyte.answers=$answers" "$@"

# The classes of the launcher and its libraries, parsed and verified once for all runs. The JVM
# leaves an archive alone that is not of these very jars, or of another JVM.
archive=$archives/$archive_prefix$java_version-$command.jsa
if [ -n "$archives" ] && [ -f "$archive" ]; then
  exec "$java" "-XX:SharedArchiveFile=$archive" "$@"
fi
case $command in
  # Commands that load what others do, and end by themselves soon.
  register | serialize | explain) ;;
  *) exec "$java" "$@" ;;
esac
# A JVM that has an agent writes no archive.
case $options in *-agent* | *-javaagent*) archives= ;; esac
[ -n "$archives" ] || exec "$java" "$@"
# The first run that ends well writes it; at once, for others may run beside it.
status=0
"$java" "-XX:ArchiveClassesAtExit=$archive.$$" "$@" || status=$?
if [ $status = 0 ]; then mv -f "$archive.$$" "$archive" 2>/dev/null || true; fi
rm -f "$archive.$$"
exit $status
