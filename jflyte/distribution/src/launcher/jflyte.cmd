@echo off
rem Runs jflyte on Windows, where nobody has tried it yet.
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not defined FLYTE_INTERNAL_MODULE_DIR set "FLYTE_INTERNAL_MODULE_DIR=%home%\modules"
"%java%" -XX:TieredStopAtLevel=1 -cp "%home%\lib\*" org.flytekitplugins.jflyte.command.Main jflyte %*
exit /b %ERRORLEVEL%
