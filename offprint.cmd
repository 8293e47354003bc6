@echo off
rem The offprint command on Windows: restores and builds what is missing, then runs. See the file "offprint" for Linux and macOS.
setlocal
set "OFFPRINT_ROOT=%~dp0."
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo offprint: the .NET SDK is missing. Install version 10 ^(https://dot.net^) and run this again. 1>&2 & exit /b 1)
if /i "%~1"=="test" goto test
dotnet build "%~dp0src\Offprint.Kernel\Offprint.Kernel.csproj" -c Release -v quiet -nologo || exit /b 1
dotnet "%~dp0artifacts\bin\Offprint.Kernel\release\Offprint.Kernel.dll" %*
exit /b %errorlevel%

:test
dotnet build "%~dp0Offprint.slnx" -c Release -v quiet -nologo || exit /b 1
set failed=0
for %%p in (Offprint.Tests Offprint.Papers.Tests Offprint.Interactive.Tests Offprint.Kernel.Tests) do (
    dotnet "%~dp0artifacts\bin\%%p\release\%%p.dll" || set failed=1
)
exit /b %failed%
