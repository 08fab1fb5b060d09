@echo off
rem Stops Serval: running requests are finished first.
call "%~dp0serval.bat" stop
