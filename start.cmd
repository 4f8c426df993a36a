@echo off
rem Starts the dashboard on Windows: makes .venv once, the demo year if the store is empty, and serves.
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if not exist .venv\Scripts\python.exe (
  py -3 -m venv .venv 2>nul || python -m venv .venv || goto :nopython
)
if exist wheels (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels -r requirements.txt || goto :failed
) else (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check -r requirements.txt || goto :failed
)
set PYTHONPATH=%~dp0src
start "" http://127.0.0.1:8501
.venv\Scripts\python -m evaluation serve --demo --role dataansvarlig --port 8501
exit /b %errorlevel%
:nopython
echo Python 3.11 eller nyere blev ikke fundet. Installer Python, og start igen.
pause
exit /b 1
:failed
echo Pakkerne kunne ikke installeres. Se linjerne ovenfor, eller brug en mappe med hjul (README).
pause
exit /b 1
