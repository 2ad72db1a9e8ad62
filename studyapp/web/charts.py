"""Charts for templates: drawn, told in words, and as files."""

from flask import Flask

from studyapp.services.charts import Charts


def register_charts(app: Flask, charts: Charts) -> None:
    """Let templates ask for `drawn(chart)`, `told(chart)` and `body_map(zones)`."""
    app.jinja_env.globals.update(drawn=charts.drawn, told=charts.told, body_map=charts.body_map)
