@echo off
rem Starts Serval in a window of its own.
call "%~dp0serval.bat" start
