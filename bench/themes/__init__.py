"""Themes, kinds and their cost, measured against labelled texts and against BERTopic.

`python -m bench.themes` prints it all. `sets` says on what, `ours` and `rival` each run as a child
process of its own on the same vectors, `figures` compares what they return with the labels, and
`table`, `cost`, `kinds` say it in lines of text.
"""
