"""Charts and the body map for templates."""

from flask import Flask

from studyapp.services.bodymap import BodyMap
from studyapp.services.charts import Charts


def register_charts(app: Flask, charts: Charts, body_map: BodyMap) -> None:
    """Let templates ask for `drawn(chart)`, `told(chart)`, `undrawn(chart)` and `body_map(zones)`."""
    app.jinja_env.globals.update(drawn=charts.drawn, told=charts.told, undrawn=charts.undrawn, body_map=body_map.panels)
