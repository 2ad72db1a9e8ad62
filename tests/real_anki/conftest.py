"""What the tests with the real Anki share: the small deck of the exporter's own tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "anki"))
