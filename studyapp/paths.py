"""Where templates, static files and decks are.

They stand at the top level of the source tree; a wheel carries them inside the package instead.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The folder `templates`, `static` or `decks`, in a wheel or in the source tree."""
    inside = _PACKAGE / "_resources" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
