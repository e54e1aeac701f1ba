"""Files that are broken in ways drawn from a seed: the same seed breaks them the same way."""

import copy
import io
import zipfile
from collections.abc import Sequence
from random import Random
from xml.etree import ElementTree

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

_NASTY = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<", b">", b"&#x1F600;", b"&#xD800;", b"&", b"]]>",
    b"<!--", b"<p>" * 300, b"</w:p>", b"<w:p>" * 200, b"> " * 400, b"- " * 300, b"[" * 500,
    b"*" * 300, b"|" * 300, b"`" * 99, b"\r", b"\x0c", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"1" * 300, b"-1", b"4294967296", b"1e308", b"stream", b"endstream", b"endobj", b"obj",
    b"(" * 300, b"<<" * 200, b"/Kids", b"/Parent", b"/Length 99999999", b"xref", b"%PDF-1.7",
    b"<html>" * 50, b"<table>" * 100, b"<script>", b"<style>", b"\t", b"\n\n\n", b" " * 2000,
    b"PK\x03\x04",
]  # fmt: skip


def random_bytes(random: Random) -> bytes:
    """Bytes of no format, some of them with the beginning of one."""
    start = random.choice([b"", b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xef\xbb\xbf"])
    length = random.choice([0, 1, 20, 300, 5_000])
    if random.random() < 0.5:
        return start + random.randbytes(length)
    return start + "".join(chr(random.choice(_PLANES)(random)) for _ in range(length)).encode(
        "utf-8", "replace"
    )


_PLANES = [
    lambda random: random.randint(9, 126),
    lambda random: random.randint(160, 0x24F),
    lambda random: random.randint(0x2000, 0x206F),
    lambda random: random.randint(0x300, 0xFFFF),
]


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """`data` with one to five things done to it; what is spliced in comes from `others`."""
    for _ in range(random.randint(1, 5)):
        data = random.choice(_WAYS)(data, others, random)
    return data


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice([1, 3, 30, 300, 3_000]))


def _flipped(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice([1, 5, 50]) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _truncated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _without(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:start] + data[end:]


def _doubled(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:end] + data[start:end] * random.choice([1, 2, 20]) + data[end:]


def _moved(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _slice(data, random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _spoilt(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_NASTY) + data[at:]


def _spliced(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    start, end = _slice(other, random)
    at = random.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


_WAYS = [_flipped, _flipped, _truncated, _without, _doubled, _moved, _spoilt, _spoilt, _spliced]


def mutated_package(data: bytes, random: Random) -> bytes:
    """A zip file, whole as such, in which one or two of the files are broken, gone or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    names = sorted(files)
    for _ in range(random.randint(1, 2)):
        # The text itself is the likeliest to be broken.
        name = random.choice([*names, *["word/document.xml"] * len(names)])
        if name in files and name.endswith(".xml") and random.random() < 0.6:
            files[name] = shuffled_tree(files[name], random)
        elif name in files:
            files[name] = mutated(files[name], [*files.values()], random)
        if random.random() < 0.1:
            files.pop(random.choice(names), None)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return made.getvalue()


def shuffled_tree(data: bytes, random: Random) -> bytes:
    """XML that is well formed still, with elements gone, doubled, moved, or said otherwise."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:  # broken before
        return data
    for _ in range(random.randint(1, 8)):
        parents = [one for one in root.iter() if len(one)]
        if not parents:
            break
        parent = random.choice(parents)
        child = random.choice(list(parent))
        way = random.randrange(5)
        if way == 0:
            parent.remove(child)
        elif way == 1:
            parent.extend([copy.deepcopy(child) for _ in range(random.choice([1, 3, 30]))])
        elif way == 2:
            other = random.choice(parents)
            if other is not child and child not in other.iter() and other not in child.iter():
                parent.remove(child)
                other.insert(random.randrange(len(other) + 1), child)
        elif way == 3 and child.attrib:
            key = random.choice(sorted(child.attrib))
            child.set(key, random.choice(["", "-1", "0", "99999999999", "x", "true", "rId1"]))
        elif child.text:
            child.text = random.choice(
                ["", child.text * 50, "\u202e" + child.text, "é" * 99, "\n "]
            )
    made = io.BytesIO()
    ElementTree.ElementTree(root).write(made, encoding="utf-8", xml_declaration=True)
    return made.getvalue()


def unpacked(data: bytes) -> bytes:
    """A PDF with its streams laid open, so that what is broken in it is more than their packing."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for number, thing in enumerate(writer._objects):
        if isinstance(thing, StreamObject) and thing.get("/Filter") == "/FlateDecode":
            plain = DecodedStreamObject()
            plain.update({k: v for k, v in thing.items() if k not in ("/Filter", "/Length")})
            plain.set_data(thing.get_data())
            writer._objects[number] = plain
    writer.metadata = {NameObject("/Title"): "Skolens hverdag"}
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
