"""Makes a folder with a real sentence model, small enough to be made in a test.

A word is looked up in a table of random numbers, and that is all the model does: the same words
give the same vector, other words another one.
"""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

WIDTH = 16


def make_model(folder, words, *, pooled=False, values=None, inputs=("input_ids",)):
    """Write `model.onnx` and `tokenizer.json`; `pooled` lets the model put the words together."""
    vocabulary = {word: number for number, word in enumerate(["[UNK]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(1).normal(size=(len(vocabulary), WIDTH)).astype(np.float32)
    table = table if values is None else np.full_like(table, values)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["words"])]
    shape = [1, None, WIDTH]
    if pooled:
        nodes.append(helper.make_node("ReduceMean", ["words"], ["text"], axes=[1], keepdims=0))
        shape = [1, WIDTH]
    told = [helper.make_tensor_value_info(each, TensorProto.INT64, [1, None]) for each in inputs]
    out = helper.make_tensor_value_info("text" if pooled else "words", TensorProto.FLOAT, shape)
    stored = [numpy_helper.from_array(table, "table")]
    graph = helper.make_graph(nodes, "tiny", told, [out], stored)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tests"
    )
    model.ir_version = 9
    onnx.save(model, folder / "model.onnx")
    return folder


def describe(folder, pooling="mean", prefix="", layers=("Transformer", "Pooling"), longest=None):
    """Write the files that sentence-transformers keeps beside a model."""
    modules = [
        {"idx": n, "name": str(n), "path": f"{n}_{layer}", "type": f"models.{layer}"}
        for n, layer in enumerate(layers)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir(exist_ok=True)
    flags = {"pooling_mode_mean_tokens": False, f"pooling_mode_{pooling}_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(flags))
    told = {"prompts": {"query": prefix}, "default_prompt_name": "query" if prefix else None}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(told))
    if longest:
        text = json.dumps({"max_seq_length": longest})
        (folder / "sentence_bert_config.json").write_text(text)
