"""Answers about plans: what a plan comes to, when who does what, and when it lands.

`model` turns a plan into a problem of whole numbers; what is asked of it is the business of the other rooms.
"""

from trimtab.advice.plan._model import Model, model
from trimtab.advice.plan._pieces import Gone, Obstacle, Piece
from trimtab.advice.plan._team import Worker

__all__ = ["Gone", "Model", "Obstacle", "Piece", "Worker", "model"]
