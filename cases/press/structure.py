"""The structure tree, as screen readers walk it: headers with their scope, and no empty layers.

WeasyPrint wraps every line of text in an element of its own. Here a line belongs to the paragraph,
heading or cell it stands in, which is both truer and a smaller file.
"""

import pydyf


def set_header_scopes(pdf: pydyf.PDF) -> None:
    """A header cell in a table's head heads its column, any other its row."""
    for cell in pdf.objects:
        if isinstance(cell, pydyf.Dictionary) and cell.get("S") == "/TH":
            group = pdf_object(pdf, pdf_object(pdf, cell["P"])["P"])
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def fold_lines(pdf: pydyf.PDF) -> None:
    """Give each line's content to the element above it, and drop the line's own element."""
    heir_by_line: dict[bytes, bytes] = {}
    for line in reversed(pdf.objects):
        if _is_only_a_line(line) and _fold(pdf, line):
            heir_by_line[line.reference] = line["P"]
            line.free = "f"
    for item in _content_arrays(pdf):
        item[:] = [_heir(each, heir_by_line) for each in item]


def pdf_object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    """Return the object a reference names."""
    return pdf.objects[int(reference.split()[0])]


def _is_only_a_line(item: pydyf.Object) -> bool:
    return (
        isinstance(item, pydyf.Dictionary)
        and item.get("S") in ("/Span", "/NonStruct")
        and len(item["K"]) == 1
        and isinstance(item["K"][0], int)
    )


def _fold(pdf: pydyf.PDF, line: pydyf.Dictionary) -> bool:
    """Fold one line into its parent; not across pages, where its number would be another's."""
    parent = pdf_object(pdf, line["P"])
    if parent.get("Pg") != line["Pg"]:
        return False
    kids = parent["K"]
    kids[kids.index(line.reference)] = line["K"][0]
    return True


def _content_arrays(pdf: pydyf.PDF) -> list[pydyf.Array]:
    """Return the arrays that name, for each page, the element of each piece of content."""
    root = pdf_object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = pdf_object(pdf, root["ParentTree"])["Nums"]
    return [item for item in numbers[1::2] if isinstance(item, pydyf.Array)]


def _heir(reference: bytes, heir_by_line: dict[bytes, bytes]) -> bytes:
    while reference in heir_by_line:
        reference = heir_by_line[reference]
    return reference
