"""Says of every header cell whether it heads a column or a row, which the renderer leaves out."""

from typing import Any

HEADER = "/TH"


def scope_headers(_document: Any, pdf: Any) -> None:
    """Add the scope to each header cell of *pdf*, just before it is written.

    The renderer names a header cell by table, row and column; our tables have one head row, so a
    header of row 0 heads its column and any other one its row.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == HEADER and "ID" in item:
            row = item["ID"].string.split("-")[1]
            item["A"]["Scope"] = "/Column" if row == "0" else "/Row"
