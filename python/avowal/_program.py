"""Where the command-line program is that came with this package, and the console script that runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

#: Names another avowal to be used in the place of the one in the package.
ENVIRONMENT = "AVOWAL_PROGRAM"


def program() -> Path:
    """The avowal of this package, or the one that the environment variable ``AVOWAL_PROGRAM`` names.

    :raises FileNotFoundError: where there is none, as in a package that was not built with ``build.sh``.
    """
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    name = "avowal.exe" if os.name == "nt" else "avowal"
    packaged = Path(__file__).resolve().parent / "_bin" / name
    if not packaged.is_file():
        raise FileNotFoundError(
            f"{packaged} is not there: this package carries no program; "
            f"install a wheel, or name an avowal with {ENVIRONMENT}"
        )
    if not os.access(packaged, os.X_OK):
        # Some installers and archives lose the right to run it.
        packaged.chmod(packaged.stat().st_mode | 0o755)
    return packaged


def main() -> int:
    """Runs the program with the words of this command line in the place of this process."""
    command = [str(program()), *sys.argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)
