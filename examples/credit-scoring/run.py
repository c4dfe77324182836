"""Makes an own virtual environment beside this file, then runs a step in it: the sweep if none is named. Python 3.11 or newer."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".cache" / "venv"
REQUIREMENTS = HERE / "requirements.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"


def main() -> int:
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        install()
        STAMP.write_text(wanted)
    given = sys.argv[1:] or ["-"]
    step = ["sweep"] if given[0].startswith("-") else []
    command = [str(PYTHON), "-m", "credit_scoring", *step, *sys.argv[1:]]
    quiet = {"MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true", "MLFLOW_DISABLE_TELEMETRY": "true"}
    return subprocess.run(command, cwd=HERE, env=quiet | os.environ, check=False).returncode


def install() -> None:
    print("Installing the requirements (once, about a minute) ...", flush=True)
    uv = shutil.which("uv")
    if uv:
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
        fill = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "-r", str(REQUIREMENTS)]
    else:
        make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        fill = [str(PYTHON), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)]
    subprocess.run(make, check=True)
    subprocess.run(fill, check=True)


if __name__ == "__main__":
    sys.exit(main())
