"""Pictures in a package: who draws them, and how a field shows one."""

from typing import Protocol

from studyapp.anki.markup import escaped
from studyapp.domain.chart import Chart


class Pictures(Protocol):
    """Someone who draws charts."""

    def name(self, chart: Chart) -> str | None:
        """The name of a chart's file, which differs whenever the picture does; None when it shows nothing."""
        ...

    def told(self, chart: Chart) -> str:
        """The chart in words."""
        ...

    def undrawn(self, chart: Chart) -> str:
        """What the picture leaves out, in words; nothing when it shows everything."""
        ...

    def picture(self, chart: Chart) -> bytes:
        """The chart's file."""
        ...


class NoPictures:
    """Nobody: a package without pictures."""

    def name(self, chart: Chart) -> str | None:
        """None."""

    def told(self, chart: Chart) -> str:
        """Nothing."""
        return ""

    def undrawn(self, chart: Chart) -> str:
        """Nothing."""
        return ""

    def picture(self, chart: Chart) -> bytes:
        """Nothing."""
        return b""


NO_PICTURES = NoPictures()


def shown(chart: Chart | None, pictures: Pictures) -> str:
    """The chart as HTML, told in words for those who do not see it; nothing when there is no picture of it."""
    if chart is None:
        return ""
    name, left_out = pictures.name(chart), escaped(pictures.undrawn(chart))
    words = escaped(pictures.told(chart)).replace('"', "&quot;")
    picture = f'<img src="{name}" alt="{words}">' if name else ""
    return picture + (f"<div>{left_out}</div>" if left_out else "")
