@echo off
rem Installs the bundle into this folder: Zainstaluj.cmd [PYTHON.EXE]. No network, no administrator's rights.
rem Only ASCII in here; Polish sentences come from text files and from Python. Not tried on Windows yet.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
set "code=2"
pushd "%~dp0" || goto finish

set "found="
set "wanted="
if exist wheels\target.txt for /f %%v in (wheels\target.txt) do if not defined wanted set "wanted=%%v"
if not defined wanted set "wanted=3.11"

if not "%~1"=="" call :try "%~1"
if not defined found call :try py -%wanted%
if not defined found call :try "%LocalAppData%\Programs\Python\Python%wanted:.=%\python.exe"
if not defined found call :try "%ProgramFiles%\Python%wanted:.=%\python.exe"
if not defined found call :try python
if not defined found goto no_python

%found% "installation\install.py"
set "code=%errorlevel%"
goto finish

:try
%* -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '%wanted%')" >nul 2>nul
if not errorlevel 1 set found=%*
exit /b 0

:no_python
type "installation\brak-pythona.txt"
echo Python %wanted% (64-bit)
set "code=3"

:finish
popd
echo.
pause
exit /b %code%
