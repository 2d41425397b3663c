"""A GitHub of our own on 127.0.0.1: a world of items, and a server that answers about it as GitHub's REST API does."""

from github_server.answers import Fault
from github_server.server import Server
from github_server.world import World

__all__ = ["Fault", "Server", "World"]
