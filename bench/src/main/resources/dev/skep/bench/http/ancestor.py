"""The ancestor's design: one INCR for each request, by Flask in three workers of gunicorn."""
import os

import flask
import redis

app = flask.Flask(__name__)
store = redis.Redis(host="127.0.0.1", port=int(os.environ["COUNTER_AT"]))


@app.get("/")
def count():
    return flask.Response(f"{store.incr('counter')}\n", mimetype="application/json")
