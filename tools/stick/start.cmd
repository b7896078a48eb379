@echo off
rem Starts Panoh with the Python that is installed; see READ-ME.txt.
where py >nul 2>nul
if %errorlevel%==0 (py -3 "%~dp0start.py" %*) else (python "%~dp0start.py" %*)
if errorlevel 1 pause
