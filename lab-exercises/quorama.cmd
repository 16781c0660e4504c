@echo off
rem Starts the quorama command; builds what is missing on first use, and says so.
rem SPDX-License-Identifier: Apache-2.0
setlocal EnableExtensions EnableDelayedExpansion

set "here=%~dp0"
set "home=%here%target\quorama"
for %%R in ("%here%..") do set "root=%%~fR"

set "java="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" call :try "%JAVA_HOME%\bin\java.exe"
if not defined java for /f "delims=" %%J in ('where java 2^>nul') do if not defined java call :try "%%J"
if not defined java (
  echo quorama: No Java 17 found: install a JDK 17 or later, or set JAVA_HOME to one 1>&2
  exit /b 1
)

powershell -NoProfile -Command ^
  "$b = Get-Item -ErrorAction SilentlyContinue '%home%\built'; if (-not $b) { exit 1 };" ^
  "$n = Get-ChildItem -Recurse -File '%root%\*\src\main', '%root%\*\pom.xml', '%root%\pom.xml' |" ^
  "  Where-Object { $_.LastWriteTime -gt $b.LastWriteTime } | Select-Object -First 1; if ($n) { exit 1 }"
if errorlevel 1 call :build
if errorlevel 1 exit /b 1

set "options=-XX:+UseSerialGC -Xshare:auto -Xlog:disable"
set "options=%options% -XX:Tier4InvocationThreshold=1500 -XX:Tier4MinInvocationThreshold=200"
set "options=%options% -XX:Tier4CompileThreshold=4500"
if !major! geq 24 set "options=!options! --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "archive=%home%\classes-!version!.jsa"
if not exist "!archive!" if not exist "!archive!.failed" (
  "%java%" !options! "-XX:ArchiveClassesAtExit=!archive!" "-Dquorama.home=%home%" ^
    -cp "%home%\lib\*" org.quorama.lab.cli.Main warm-up >"%home%\warm-up.log" 2>&1 ^
    || type nul >"!archive!.failed"
)
set "shared="
if exist "!archive!" set "shared="-XX:SharedArchiveFile=!archive!" "-Dquorama.archive=!archive!""
"%java%" !options! !shared! "-Dquorama.home=%home%" -cp "%home%\lib\*" org.quorama.lab.cli.Main %*
exit /b %errorlevel%

:try
for /f "tokens=3 delims= " %%V in ('""%~1" -version 2^>^&1 ^| findstr /i version"') do (
  set "candidate=%%~V"
  for /f "tokens=1 delims=.-+" %%M in ("%%~V") do if %%M geq 17 (
    set "java=%~1"
    set "version=!candidate!"
    set "major=%%M"
  )
)
exit /b 0

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo quorama: Maven is missing, and the build needs it: install Maven 3.8.7 or later 1>&2
  exit /b 1
)
if not exist "%home%" mkdir "%home%"
del /q "%home%\built" "%home%\*.jsa" "%home%\*.failed" 2>nul
echo quorama: building, this takes a minute the first time ... 1>&2
pushd "%root%"
call mvn -B -q -Dquick -DskipTests -pl lab-exercises -am package >"%home%\build.log" 2>&1
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  echo quorama: The build failed: everything it said is in %home%\build.log 1>&2
  exit /b 1
)
type nul >"%home%\built"
echo quorama: built 1>&2
exit /b 0
