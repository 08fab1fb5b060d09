@echo off
rem Runs, starts and stops Serval on Windows. The commands are those of serval.sh.
setlocal

if not defined SERVAL_HOME for %%d in ("%~dp0..") do set "SERVAL_HOME=%%~fd"
if not defined SERVAL_BASE if defined CATALINA_BASE set "SERVAL_BASE=%CATALINA_BASE%"
if not defined SERVAL_BASE set "SERVAL_BASE=%SERVAL_HOME%"
set "CLASSPATH="
if exist "%SERVAL_BASE%\bin\setenv.bat" (
  call "%SERVAL_BASE%\bin\setenv.bat"
) else if exist "%SERVAL_HOME%\bin\setenv.bat" (
  call "%SERVAL_HOME%\bin\setenv.bat"
)
if not defined SERVAL_OPTS set "SERVAL_OPTS=%CATALINA_OPTS%"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo No Java found. Set JAVA_HOME to a JDK 17 or newer, or put java on the PATH. 1>&2
  exit /b 1
)

if not exist "%SERVAL_HOME%\lib\serval-container-*.jar" (
  if not exist "%SERVAL_HOME%\pom.xml" (
    echo lib\ is missing in %SERVAL_HOME%, and so are the sources to build it from. 1>&2
    exit /b 1
  )
  echo First start: building Serval
  call mvn -B -ntp -q -DskipTests -f "%SERVAL_HOME%\pom.xml" package || exit /b 1
)
for %%d in (logs temp work run) do if not exist "%SERVAL_BASE%\%%d" mkdir "%SERVAL_BASE%\%%d"

set "CP=%SERVAL_HOME%\lib\*"
for %%m in (%SERVAL_MODULES%) do (
  if not exist "%SERVAL_HOME%\lib\optional\%%m\*.jar" (
    echo SERVAL_MODULES names %%m, which lib\optional does not have. 1>&2
    exit /b 1
  )
  call set "CP=%%CP%%;%SERVAL_HOME%\lib\optional\%%m\*"
)
if defined CLASSPATH set "CP=%CLASSPATH%;%CP%"
set PLACES="-Dfile.encoding=UTF-8" "-Dserval.home=%SERVAL_HOME%" "-Dserval.base=%SERVAL_BASE%" "-Dcatalina.home=%SERVAL_HOME%" "-Dcatalina.base=%SERVAL_BASE%" "-Djava.io.tmpdir=%SERVAL_BASE%\temp"
set MAIN=io.serval.container.startup.Main

if "%1"=="run" (
  "%JAVA%" %JAVA_OPTS% %SERVAL_OPTS% %PLACES% -cp "%CP%" %MAIN% run
  exit /b
)
if "%1"=="start" (
  start "Serval" "%JAVA%" %JAVA_OPTS% %SERVAL_OPTS% %PLACES% -cp "%CP%" %MAIN% start
  exit /b
)
for %%c in (stop status configtest version) do if "%1"=="%%c" (
  "%JAVA%" %JAVA_OPTS% %PLACES% -cp "%CP%" %MAIN% %1
  exit /b
)
echo usage: serval.bat run ^| start ^| stop ^| status ^| configtest ^| version 1>&2
exit /b 2
