#!/bin/sh
# Stops Serval: running requests are finished first.

script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
exec "$(dirname "$script")/serval.sh" stop "$@"
