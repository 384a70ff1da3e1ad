@echo off
rem The commands of the Makefile for Windows: make run, make build, make test, make lint.
setlocal
cd /d "%~dp0"
set PY=.venv\Scripts\python
if not exist .venv py -3.11 -m venv .venv || (echo Python 3.11 is needed: install it from python.org. 1>&2 & exit /b 1)
if "%1"=="run"   goto run
if "%1"=="build" goto build
if "%1"=="test"  goto test
if "%1"=="lint"  goto lint
echo usage: make run ^| build ^| test ^| lint 1>&2
exit /b 2

:run
%PY% -m pip install --quiet --disable-pip-version-check -r requirements.txt && %PY% -m budget build && %PY% -m budget serve
exit /b

:build
%PY% -m pip install --quiet --disable-pip-version-check -r requirements.txt && %PY% -m budget build
exit /b

:lint
%PY% -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && %PY% -m ruff check . && %PY% -m mypy && .venv\Scripts\lint-imports --no-logo
exit /b

:test
call "%~f0" lint && %PY% tests\chromium.py && %PY% -m pytest -n auto --dist loadfile --no-loadscope-reorder
exit /b
