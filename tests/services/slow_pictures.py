"""Pictures that a test holds back: a long export, without a long test."""

from threading import Event, Lock

from studyapp.domain.chart import Chart
from studyapp.services.charts import Charts


class HeldBack:
    """Draws as `Charts` does, and paints no more than so many pictures until it is let go."""

    def __init__(self, charts: Charts, free: int = 0) -> None:
        """Hold the pictures of these charts back but for the first few."""
        self.charts = charts
        self.free = free
        self.asked = 0
        self.let_go = Event()
        self._counting = Lock()

    def name(self, chart: Chart) -> str | None:
        return self.charts.name(chart)

    def told(self, chart: Chart) -> str:
        return self.charts.told(chart)

    def undrawn(self, chart: Chart) -> str:
        return self.charts.undrawn(chart)

    def picture(self, chart: Chart) -> bytes:
        with self._counting:
            self.asked += 1
            is_held = self.asked > self.free
        if is_held:
            assert self.let_go.wait(60), "the test has forgotten its pictures"
        return self.charts.picture(chart)
