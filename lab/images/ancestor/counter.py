"""A counter in Redis over HTTP, in the way of the assignment's first answer: one INCR for each request."""

import os

import redis
from flask import Flask, Response
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app)
store = redis.Redis(
    host=os.environ["REDIS_SERVER"],
    port=int(os.environ["REDIS_PORT"]),
    username=os.environ.get("REDIS_USER"),
    password=os.environ.get("REDIS_PASSWORD"),
)


def answer(value):
    return Response("%d\n" % int(value), mimetype="application/json")


class Increment(Resource):
    def get(self):
        return answer(store.incr("counter"))


class Counter(Resource):
    def get(self):
        return answer(store.get("counter") or 0)


class Reset(Resource):
    def get(self):
        store.set("counter", 0)
        return answer(0)


class Ready(Resource):
    """What Skep's gateway asks before it sends a request here; the ancestor had nothing like it."""

    def get(self):
        return answer(store.get("counter") or 0)


api.add_resource(Increment, "/")
api.add_resource(Counter, "/counter")
api.add_resource(Reset, "/reset")
api.add_resource(Ready, "/readyz")
