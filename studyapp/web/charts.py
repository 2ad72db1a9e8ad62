"""Charts for templates: drawn, told in words, and as files."""

from flask import Flask

from studyapp.services.charts import Charts


def register_charts(app: Flask, charts: Charts) -> None:
    """Let templates ask for `drawn(chart)`, `told(chart)`, `undrawn(chart)` and `body_map(zones)`."""
    app.jinja_env.globals.update(drawn=charts.drawn, told=charts.told, undrawn=charts.undrawn, body_map=charts.body_map)
