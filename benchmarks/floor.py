"""The least that Flask and waitress can do: one page with one word. What studyapp takes beyond it is studyapp's."""

import sys

from flask import Flask
from waitress import serve

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """One word."""
    return "Hello"


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[sys.argv.index("--port") + 1]), threads=8)
