"""The XML of a Word file, parsed by lxml without entities, network or depth, as plain elements."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

MAX_TAGS = 2_000_000
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "",
    "http://purl.org/dc/elements/1.1/": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_ENTITIES = "declares XML entities, as Word never does"
_OFF = frozenset({"0", "false", "off", "none"})


class Element:
    """An element. `name` is bare in Word's own namespace, "mc:Choice" in others; attributes go by
    their names alone."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str], text: str) -> None:
        self.name = name
        self.attributes = attributes
        self.text = text
        """What stands before its first child."""
        self.children: list[Element] = []

    def __iter__(self) -> "Iterator[Element]":
        return iter(self.children)

    def walk(self) -> "Iterator[Element]":
        """It and all that is in it, in order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))

    def get(self, name: str) -> str:
        """An attribute, "" without one."""
        return self.attributes.get(name, "")


class UnsoundError(ValueError):
    """XML that is not read; the message says why, without any of it."""


def parsed(data: bytes) -> Element:
    """The root of an XML file. Raises `UnsoundError`."""
    if data.count(b"<") > MAX_TAGS:
        raise UnsoundError(f"has more than {MAX_TAGS} tags")
    if b"<!DOCTYPE" in data:
        raise UnsoundError(_ENTITIES)
    # No entity is expanded, nothing is fetched, and libxml2 stops at 256 levels of nesting.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnsoundError("is no sound XML, or nested too deep") from None
    if root.getroottree().docinfo.doctype:
        raise UnsoundError(_ENTITIES)
    return _plain(root, {})


def _plain(root: Any, names: dict[str, str]) -> Element:  # noqa: ANN401 (lxml has no types)
    """The elements of lxml as our own; comments and processing instructions left out."""
    whole = _one(root, names)
    stack = [(root, whole)]
    while stack:
        source, target = stack.pop()
        for node in source:
            if isinstance(node.tag, str):
                child = _one(node, names)
                target.children.append(child)
                stack.append((node, child))
    return whole


def _one(node: Any, names: dict[str, str]) -> Element:  # noqa: ANN401
    tag = node.tag
    if tag not in names:
        split = etree.QName(tag)
        names[tag] = _SPACES.get(split.namespace or "", "?:") + split.localname
    attributes = {key.rsplit("}", 1)[-1]: found for key, found in node.attrib.items()}
    return Element(names[tag], attributes, node.text or "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along `path`, a name a level."""
    for name in path:
        if element is None:
            return None
        element = next((node for node in element if node.name == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    if element is not None:
        yield from (node for node in element if node.name == name)


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute, None without one."""
    return element.attributes.get(name) if element is not None else None


def number(element: Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number."""
    found = value(element, name)
    try:
        return int(float(found)) if found is not None else None
    except (ValueError, OverflowError):
        return None


def switch(properties: Element | None, name: str) -> bool | None:
    """Whether a property is on; None where it is not stated."""
    found = child(properties, name)
    if found is None:
        return None
    return (value(found) or "true").lower() not in _OFF
