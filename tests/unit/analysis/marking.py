"""Embedders that leave marks: which processes embedded, and what became of them."""

import os
import signal
import time

from analysis.vectors import EmbedderError
from tests.unit.analysis.small import Hashed


class Marking(Hashed):
    """Leaves a mark in a folder for each process that embeds; one of them ends by force."""

    def __init__(self, folder, *, kills=False, seconds=0.0):
        super().__init__(width=16)
        self.folder, self.kills, self.seconds = folder, kills, seconds
        self.home = os.getpid()

    def embed(self, texts):
        (self.folder / str(os.getpid())).touch()
        if self.kills and os.getpid() != self.home and self.is_first():
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(self.seconds)
        return super().embed(texts)

    def is_first(self):
        try:
            (self.folder / "killed").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    @property
    def others(self):
        return {int(path.name) for path in self.folder.glob("[0-9]*")} - {self.home}


class Failing(Hashed):
    def embed(self, texts):
        raise EmbedderError("The model is %(what)s.", what=f"gone, {len(texts)} texts")


class Strange(Hashed):
    """Needs a package that no other process has."""

    def __setstate__(self, state):
        if state["home"] != os.getpid():
            raise ModuleNotFoundError("No module named “model”")

    def __getstate__(self):
        return {"home": os.getpid()}
