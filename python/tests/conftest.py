import sys
from pathlib import Path

# Helpers stand beside the tests; the package itself is the installed one.
sys.path.insert(0, str(Path(__file__).parent))
