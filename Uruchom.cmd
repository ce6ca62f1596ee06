@echo off
rem Starts the coordinator's page: annual-report serve. It builds nothing and repairs nothing.
rem Only ASCII in here; Polish sentences come from text files and from Python. Not tried on Windows yet.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
set "code=2"
pushd "%~dp0" || goto finish
if not exist ".venv\.stamps\command" goto not_installed

".venv\Scripts\python.exe" -m flows serve %*
set "code=%errorlevel%"
goto finish

:not_installed
type "installation\brak-instalacji.txt"
set "code=3"

:finish
popd
if "%code%"=="0" exit /b 0
echo.
pause
exit /b %code%
