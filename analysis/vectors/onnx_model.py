"""A sentence model of one's own: an ONNX file and its tokenizer, as sentence-transformers has it.

The folder holds `tokenizer.json` and `model.onnx`, here or in `onnx/`. How word vectors become one
sentence vector, how long a text may be and what stands before it are read from the files that
sentence-transformers writes, where they are present: `modules.json`, the pooling's `config.json`,
`sentence_bert_config.json` and `config_sentence_transformers.json`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from analysis.vectors.embedders import EmbedderError, plain
from analysis.vectors.geometry import Matrix, unit_rows

PLACES = ("", "onnx")
FILES = ("model.onnx", "model_quantized.onnx")
# Longer texts are cut where no file says otherwise: few sentence models read more.
LONGEST = 512
POOLINGS: Mapping[str, Callable[[Matrix], Matrix]] = {
    "mean": lambda words: np.asarray(words.mean(axis=0)),
    "cls": lambda words: np.asarray(words[0]),
    "lasttoken": lambda words: np.asarray(words[-1]),
    "max": lambda words: np.asarray(words.max(axis=0)),
}


@dataclass(frozen=True)
class OnnxModel:
    """The model in `folder`; `prefix` stands before each text, else what the model's files name.

    Each text goes through the model by itself: padding beside a longer one would change its last
    digits, and a text must have one vector, in any company and on any machine.
    """

    folder: Path
    prefix: str = ""

    speaks_across = True
    is_fixed = True

    @cached_property
    def name(self) -> str:
        """The folder's name and a hash of the model, so that a replaced file is another model."""
        parts = self._file.read_bytes(), self._tokenizer_file.read_bytes(), repr(self._how).encode()
        digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts))
        return f"onnx/{self.folder.name}/{digest.hexdigest()[:16]}"

    @property
    def megabytes(self) -> float:
        """How large the model's file is."""
        return self._file.stat().st_size / 1e6

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text."""
        if not texts:
            return np.empty((0, 0), np.float32)
        return unit_rows(np.stack([self._one(text) for text in texts]))

    def _one(self, text: str) -> Matrix:
        session = _session(self._file, self.name)
        tokenizer = _tokenizer(self._tokenizer_file, self._how.longest, self.name)
        ids = tokenizer.encode(self._how.prefix + plain(text)).ids or [0]
        told = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, len(ids)), np.int64),
            "token_type_ids": np.zeros((1, len(ids)), np.int64),
        }
        wanted = [each.name for each in session.get_inputs()]
        if strange := set(wanted) - set(told):
            raise EmbedderError(
                "The model %(file)s asks for “%(names)s”, which no sentence model needs: "
                "export it for feature extraction.",
                file=str(self._file), names=", ".join(sorted(strange)),
            )  # fmt: skip
        found = session.run(None, {name: told[name] for name in wanted})
        return self._pooled(found[-1] if found[-1].ndim == 2 else found[0])

    def _pooled(self, found: Matrix) -> Matrix:
        """Return one row, whether the model gives one a word or has put them together itself."""
        rows = np.asarray(found[0], np.float32)
        return rows if rows.ndim == 1 else POOLINGS[self._how.pooling](rows)

    @cached_property
    def _file(self) -> Path:
        found = [path for path in self._possible(FILES) if path.is_file()]
        if not found:
            raise EmbedderError(
                "There is no model.onnx in %(folder)s: give the folder of a model in ONNX format, "
                "or export yours with “optimum-cli export onnx --task feature-extraction”.",
                folder=str(self.folder),
            )
        return found[0]

    @cached_property
    def _tokenizer_file(self) -> Path:
        found = [path for path in self._possible(("tokenizer.json",)) if path.is_file()]
        if not found:
            raise EmbedderError(
                "There is no tokenizer.json in %(folder)s: the model's own belongs beside it.",
                folder=str(self.folder),
            )
        return found[0]

    def _possible(self, names: Sequence[str]) -> list[Path]:
        return [self.folder / place / name for name in names for place in PLACES]

    @cached_property
    def _how(self) -> "_How":
        return _how(self.folder, self.prefix)


@dataclass(frozen=True)
class _How:
    """How texts go in and sentence vectors come out."""

    pooling: str
    longest: int
    prefix: str


def _how(folder: Path, prefix: str) -> _How:
    pooling = "mean"
    for module in _json(folder / "modules.json", []):
        kind = str(module.get("type", "")).rpartition(".")[2]
        if kind == "Pooling":
            pooling = _pooling(_json(folder / module["path"] / "config.json", {}))
        elif kind not in {"Transformer", "Normalize"}:
            raise EmbedderError(
                "The model in %(folder)s has a layer “%(layer)s” beyond its ONNX file, which is "
                "not read here: export the whole model, or choose another one.",
                folder=str(folder), layer=kind,
            )  # fmt: skip
    if pooling not in POOLINGS:
        raise EmbedderError(
            "The model in %(folder)s puts words together by “%(pooling)s”; known are %(known)s.",
            folder=str(folder), pooling=pooling, known=", ".join(POOLINGS),
        )  # fmt: skip
    longest = _json(folder / "sentence_bert_config.json", {}).get("max_seq_length") or LONGEST
    told = _json(folder / "config_sentence_transformers.json", {})
    own = (told.get("prompts") or {}).get(told.get("default_prompt_name") or "", "")
    return _How(pooling, int(longest), prefix or own)


def _pooling(config: Mapping[str, Any]) -> str:
    if "pooling_mode" in config:
        return str(config["pooling_mode"])
    start = "pooling_mode_"
    chosen = [key[len(start) :] for key, on in config.items() if key.startswith(start) and on]
    return "+".join(each.replace("_tokens", "").replace("_token", "") for each in chosen) or "mean"


def _json(path: Path, otherwise: Any) -> Any:
    if not path.is_file():
        return otherwise
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise EmbedderError("The file %(file)s is no JSON.", file=str(path)) from error


@lru_cache(maxsize=2)
def _session(file: Path, _name: str) -> Any:
    """Load the model; one thread adds the same numbers in the same order on every machine."""
    _need("onnxruntime")
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what is wrong is told below, in one sentence
    try:
        return runtime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime has an error class of its own for each trouble
        raise EmbedderError(
            "The file %(file)s is no ONNX model that can be read.", file=str(file)
        ) from error


@lru_cache(maxsize=2)
def _tokenizer(file: Path, longest: int, _name: str) -> Any:
    _need("tokenizers")
    try:
        found = import_module("tokenizers").Tokenizer.from_file(str(file))
    except Exception as error:  # it raises the base class itself
        raise EmbedderError("The file %(file)s is no tokenizer.", file=str(file)) from error
    found.no_padding()
    found.enable_truncation(longest)
    return found


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise EmbedderError(
            "A model in ONNX format needs the package %(package)s: "
            "install it with “pip install onnxruntime tokenizers”.",
            package=package,
        )
