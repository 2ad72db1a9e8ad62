"""Pictures in a package: who draws them, and how a field shows one."""

from dataclasses import dataclass
from typing import Protocol

from studyapp.anki.markup import escaped
from studyapp.domain.chart import Chart


@dataclass(frozen=True, slots=True)
class Cover:
    """Where the name of a zone stands in a labelled picture: shares of its width and height."""

    zone: str
    left: float
    top: float
    width: float
    height: float


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

    def covers(self, chart: Chart) -> tuple[Cover, ...]:
        """Where the names of its zones stand in its labelled picture; none when it shows nothing."""
        ...

    def labelled_name(self, chart: Chart) -> str:
        """The name of its labelled picture, which differs whenever that does."""
        ...

    def labelled_picture(self, chart: Chart) -> bytes:
        """The file of its labelled picture."""
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

    def covers(self, chart: Chart) -> tuple[Cover, ...]:
        """None."""
        return ()

    def labelled_name(self, chart: Chart) -> str:
        """Nothing."""
        return ""

    def labelled_picture(self, chart: Chart) -> bytes:
        """Nothing."""
        return b""


NO_PICTURES = NoPictures()


def shown(chart: Chart | None, pictures: Pictures) -> str:
    """The chart as HTML, told in words for those who do not see it; nothing when there is no picture of it."""
    if chart is None:
        return ""
    name = pictures.name(chart)
    words = escaped(pictures.told(chart)).replace('"', "&quot;")
    picture = f'<img src="{name}" alt="{words}">' if name else ""
    return picture + undrawn_below(chart, pictures)


def undrawn_below(chart: Chart, pictures: Pictures) -> str:
    """What a picture of the chart leaves out, as HTML below it; nothing when it shows everything."""
    left_out = escaped(pictures.undrawn(chart))
    return f"<div>{left_out}</div>" if left_out else ""
