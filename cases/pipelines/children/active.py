"""What a document could do beside being read: counted, then left out of the working copy."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

# All that a page needs to be looked at.
OF_A_PAGE = {
    "/Type",
    "/Parent",
    "/Resources",
    "/Contents",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Group",
}
OF_THE_CATALOG = {"/Type", "/Pages", "/Version", "/OCProperties"}
ACTIVE = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/URI",
}
DRAWN_BY_A_PLAYER = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
NOT_SHOWN = {"/Link", "/Popup", *DRAWN_BY_A_PLAYER}
MOST_NODES = 200_000


def count_active(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return how many scripts and actions, attached files and signatures there are."""
    root = pdf.Root
    active = sum(key in root for key in ("/OpenAction", "/AA"))
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        active += 1
    for page in pdf.pages:
        active += "/AA" in page.obj
        active += sum(_is_active(annotation) for annotation in _annotations(page))
    attached = sum(
        str(annotation.get("/Subtype")) == "/FileAttachment"
        for page in pdf.pages
        for annotation in _annotations(page)
    )
    counts = {
        "active_content": active,
        "attachments": attached + _attached(pdf),
        "signatures": _signatures(root),
    }
    return {code: count for code, count in counts.items() if count}


def is_dynamic_form(pdf: pikepdf.Pdf) -> bool:
    """Whether the pages are only a notice, and what was filled in is XFA."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary) or "/XFA" not in form:
        return False
    fields = form.get("/Fields")
    has_fields = isinstance(fields, Array) and len(fields) > 0
    return bool(pdf.Root.get("/NeedsRendering", False)) or not has_fields


def strip(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Leave the pages and what they draw; what forms and notes show becomes part of the page."""
    remarks = _flatten(pdf)
    for key in set(pdf.Root.keys()) - OF_THE_CATALOG:
        del pdf.Root[key]
    for page in pdf.pages:
        for key in set(page.obj.keys()) - OF_A_PAGE:
            del page.obj[key]
    for key in set(pdf.trailer.keys()) & {"/Info"}:
        del pdf.trailer[key]
    return remarks


def _flatten(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Draw what annotations show into the pages; links and players are not drawn."""
    is_any = False
    for page in pdf.pages:
        kept = [note for note in _annotations(page) if str(note.get("/Subtype")) not in NOT_SHOWN]
        if kept:
            is_any = True
            page.obj.Annots = pdf.make_indirect(Array(kept))
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    if not is_any:
        return {}
    try:
        form = pdf.Root.get("/AcroForm")
        if isinstance(form, Dictionary) and form.get("/NeedAppearances", False):
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return {"notes_not_drawn": 1}
    return {}


def _annotations(page: pikepdf.Page) -> list[Any]:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return []
    return [one for one in list(annotations)[:MOST_NODES] if isinstance(one, Dictionary)]


def _is_active(annotation: Any) -> bool:
    action = annotation.get("/A")
    does = isinstance(action, Dictionary) and str(action.get("/S")) in ACTIVE
    return does or "/AA" in annotation or str(annotation.get("/Subtype")) in DRAWN_BY_A_PLAYER


def _attached(pdf: pikepdf.Pdf) -> int:
    try:
        return len(pdf.attachments)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return 1


def _signatures(root: Any) -> int:
    form = root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    stack, found, seen = list(fields) if isinstance(fields, Array) else [], 0, 0
    while stack and seen < MOST_NODES:
        node = stack.pop()
        seen += 1
        if not isinstance(node, Dictionary | Stream):
            continue
        found += str(node.get("/FT")) == "/Sig" and "/V" in node
        kids = node.get("/Kids")
        stack += list(kids) if isinstance(kids, Array) else []
    return found
