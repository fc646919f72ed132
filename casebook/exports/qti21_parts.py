"""Building blocks of QTI 2.1: elements of its namespace, declarations, and the expressions that mark an answer."""

from __future__ import annotations

from xml.etree import ElementTree as ET

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"


def identifier(name: str) -> str:
    """A name as an XML identifier, which cannot begin with a digit."""
    return f"q-{name}"


def root(name: str, **attributes: str) -> ET.Element:
    """The root element of a file of QTI 2.1."""
    return ET.Element(name, attributes | {"xmlns": QTI})


def child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """A new last child of `parent`."""
    made = ET.SubElement(parent, name, attributes)
    made.text = text
    return made


def as_xml(made: ET.Element) -> bytes:
    """The element as a file."""
    content: bytes = ET.tostring(made, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def response(item: ET.Element, cardinality: str, kind: str, *right: str) -> ET.Element:
    """Declare what the reader answers, and the right answer."""
    made = child(item, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=kind)
    if right:
        correct = child(made, "correctResponse")
        for value in right:
            child(correct, "value", value)
    return made


def outcome(item: ET.Element, name: str, kind: str, default: str = "", cardinality: str = "single") -> ET.Element:
    """Declare something that marking sets."""
    made = child(item, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
    if default:
        child(child(made, "defaultValue"), "value", default)
    return made


def set_outcome(parent: ET.Element, name: str) -> ET.Element:
    """Set an outcome to the expression that is put into the element returned."""
    return child(parent, "setOutcomeValue", identifier=name)


def set_to(parent: ET.Element, name: str, kind: str, value: str) -> None:
    """Set an outcome to a value."""
    child(set_outcome(parent, name), "baseValue", value, baseType=kind)


def answered(parent: ET.Element) -> ET.Element:
    """The branch of a new condition for a reader who has answered at all."""
    branch = child(child(parent, "responseCondition"), "responseIf")
    child(child(child(branch, "not"), "isNull"), "variable", identifier="RESPONSE")
    return branch
