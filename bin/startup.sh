#!/bin/sh
# Starts Serval in the background and comes back when its port answers.

script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
exec "$(dirname "$script")/serval.sh" start "$@"
