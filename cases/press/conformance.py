"""From WeasyPrint's PDF to one that is PDF/A-3a and PDF/UA-1 at once.

WeasyPrint writes either standard, not both. Here its objects, before they become bytes, get one
XMP packet that claims both, a scope on each table header, and, where the template left a place
for the seal, a signature field that screen readers find and name.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pydyf
from weasyprint import VERSION

from cases.press.structure import fold_lines, pdf_object, set_header_scopes

SEAL_FIELD = "Seal"
SEAL_ADDRESS = "letter-seal:place"
PRODUCER = f"WeasyPrint {VERSION}"

PRINT, LOCKED = 4, 128


@dataclass(frozen=True)
class Facts:
    """What the file says of itself: a title, an instant, what its seal is; never a name."""

    title: str
    created_at: datetime
    seal_description: str


def conform(pdf: pydyf.PDF, facts: Facts) -> None:
    """Make the objects of a tagged PDF/A-3a conform to PDF/UA-1 as well, and fix its dates."""
    _set_information(pdf, facts)
    _set_metadata(pdf, facts)
    set_header_scopes(pdf)
    _make_seal_field(pdf, facts.seal_description)
    fold_lines(pdf)


def _set_information(pdf: pydyf.PDF, facts: Facts) -> None:
    moment = facts.created_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    pdf.info.clear()
    pdf.info.update(
        {
            "Title": pydyf.String(facts.title),
            "Producer": pydyf.String(PRODUCER),
            "CreationDate": pydyf.String(moment),
            "ModDate": pydyf.String(moment),
        }
    )
    pdf.add_object(pdf.info)


def _set_metadata(pdf: pydyf.PDF, facts: Facts) -> None:
    metadata = pdf_object(pdf, pdf.catalog["Metadata"])
    metadata.stream, metadata.compress = [xmp_packet(facts)], False


def _make_seal_field(pdf: pydyf.PDF, description: str) -> None:
    """Turn the link that the template left in the seal's place into an empty signature field."""
    widget = next((item for item in pdf.objects if _is_seal_place(item)), None)
    if widget is None:
        return
    face = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": b"[0 0 0 0]"})
    pdf.add_object(face)
    values = {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Sig",
        "T": pydyf.String(SEAL_FIELD),
        "TU": pydyf.String(description),
        "Rect": _upright(widget["Rect"]),
        "StructParent": widget["StructParent"],
        "F": PRINT | LOCKED,
        "AP": pydyf.Dictionary({"N": face.reference}),
    }
    widget.clear()
    widget.update(values)
    form = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference])})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    _tag_as_form(pdf, widget)


def _upright(rectangle: pydyf.Array) -> pydyf.Array:
    """WeasyPrint gives the upper corner first; a field's first corner is the lower left."""
    x1, y1, x2, y2 = rectangle
    return pydyf.Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])


def _is_seal_place(item: pydyf.Object) -> bool:
    if not isinstance(item, pydyf.Dictionary) or item.get("Subtype") != "/Link":
        return False
    action = item.get("A")
    return action is not None and action["URI"].string == SEAL_ADDRESS


def _tag_as_form(pdf: pydyf.PDF, widget: pydyf.Dictionary) -> None:
    """The structure element made for the link is the field's, and holds nothing else."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/Link":
            for child in item["K"]:
                if (
                    isinstance(child, bytes)
                    and pdf_object(pdf, child).get("Obj") == widget.reference
                ):
                    item["S"], item["K"] = "/Form", pydyf.Array([child])
                    return


def xmp_packet(facts: Facts) -> bytes:
    """Return the metadata: both claims, the title, the dates, and who made the file (a program).

    PDF/A wants the schema of every property it does not know described, so PDF/UA's is.
    """
    moment = facts.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _PACKET.format(
        title=escape(facts.title), producer=escape(PRODUCER), moment=moment
    ).encode()


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
