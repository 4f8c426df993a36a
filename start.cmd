@echo off
rem Windows: start.cmd alone makes .venv once, the demo year if the store is empty, and opens the dashboard.
rem start.cmd COMMAND ... runs one command of the program: start.cmd import FILE --initiative NAME
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
pushd "%~dp0" || goto :noplace
if exist .venv\Scripts\python.exe goto :made
py -3 -m venv .venv 2>nul || python -m venv .venv 2>nul || goto :nopython
:made
.venv\Scripts\python -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto :nopython
fc /b requirements.txt .venv\installed.txt >nul 2>nul && goto :installed
echo Pakkerne hentes. Det sker kun den første gang og tager et par minutter.
if exist wheels (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels -r requirements.txt || goto :failed
) else (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --only-binary :all: -r requirements.txt || goto :failed
)
copy /y requirements.txt .venv\installed.txt >nul
:installed
set "PYTHONPATH=%~dp0src"
if not "%~1"=="" goto :command
start "" /b .venv\Scripts\python scripts\open_when_ready.py 8501
.venv\Scripts\python -m evaluation serve --demo --role dataansvarlig --port 8501
if errorlevel 1 pause
exit /b %errorlevel%
:command
.venv\Scripts\python -m evaluation %*
exit /b %errorlevel%
:noplace
echo Mappen kan ikke åbnes. Læg programmet på computerens egen disk.
pause
exit /b 1
:nopython
echo Python 3.11 eller nyere blev ikke fundet. Installér Python, slet mappen .venv, og start igen.
pause
exit /b 1
:failed
echo Pakkerne kunne ikke installeres. Se linjerne ovenfor, eller brug en mappe med pakkerne (README, Offline).
pause
exit /b 1
