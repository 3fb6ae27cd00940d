"""Hostile case files and templates, made and never stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "templates" / "C5"
START = '[meta]\nschema_version = 1\ncase_id = "S99"\n[case]\nref = "S99"\n'
MIB = 1 << 20


def case_files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and maker; every one must be refused, with file and line where a line can be known."""
    yield "arrays-deep", lambda: f"{START}x = {'[' * 100_000}".encode()
    yield "arrays-deep-and-large", lambda: f"{START}x = {'[' * 1_500_000}{']' * 1_500_000}".encode()
    yield "inline-tables-deep", lambda: f"{START}x = {'{a=' * 200_000}".encode()
    yield "dotted-keys", lambda: f"{START}{'a.' * 200_000}a = 1".encode()
    yield "headers-deep", lambda: (START + "".join(f"[{'a.' * 11}b{n}]\n" for n in range(80_000))).encode()
    yield "keys-300,000", lambda: (START + "".join(f"k{n}=1\n" for n in range(300_000))).encode()
    yield "list-of-2,000,000", lambda: f"{START}x = [{'1,' * 1_900_000}]".encode()
    yield "tables-300,000", lambda: (START + "[[event]]\n" * 300_000).encode()
    yield "number-of-3-million-digits", lambda: f"{START}x = {'9' * 3_000_000}".encode()
    yield "number-of-5,000-digits", lambda: f"{START}x = {'9' * 5_000}".encode()
    yield "hexadecimal", lambda: f"{START}x = 0x{'f' * 3_000_000}".encode()
    yield "fraction", lambda: f"{START}x = 1.{'9' * 3_000_000}e{'9' * 100}".encode()
    yield "infinite", lambda: f"{START}x = [inf, nan, -inf]".encode()
    yield "dates", lambda: f"{START}x = 9999-99-99T99:99:99.{'9' * 100_000}Z".encode()
    yield "string-without-end", lambda: f'{START}x = """{"a" * 3_500_000}'.encode()
    yield "escapes", lambda: (START + 'x = "' + "\\u0000" * 500_000 + '"').encode()
    yield "half-characters", lambda: (START + 'x = "\\ud800"').encode()
    yield "control-characters", lambda: START.encode() + b'[[note]]\ntext = "a\\u0000\\u001bb"\n'
    yield "not-utf-8", lambda: START.encode() + b'x = "\xff\xfe"'
    yield "utf-16", lambda: START.encode("utf-16")
    yield "spaces-4-MiB", lambda: (START + " " * (4 * MIB - 200) + "x").encode()
    yield "too-large", lambda: (START + "#" * (5 * MIB)).encode()
    yield "nothing", lambda: b""
    yield "binary", lambda: bytes(range(256)) * 4000
    yield "a-word-file", lambda: b"PK\3\4" + bytes(3000)


def _with(folder: Path, body: str | None = None, manifest: str | None = None) -> Path:
    """A copy of a shipped template with another body or manifest."""
    folder.mkdir()
    for file in filter(Path.is_file, SHIPPED.iterdir()):
        text = file.read_text("utf-8")
        if body is not None and file.name == "body.ru.md":
            text = body
        if manifest is not None and file.name == "manifest.toml":
            text = manifest
        (folder / file.name).write_text(text, "utf-8")
    return folder


def template_folders(place: Path) -> Iterator[tuple[str, Path]]:
    """Name and folder; every one must be a fault, none may run, read or hang."""
    bodies = {
        "attribute": "{{ client.__class__.__mro__ }}",
        "attribute-by-filter": "{{ client | attr('__class__') }}",
        "subscript": "{{ client['__class__'] }}",
        "call": "{{ client.name() }}",
        "call-of-a-global": "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "range": "{% for i in range(1000000000) %}x{% endfor %}",
        "loops": "{% for a in says %}" * 50 + "x" + "{% endfor %}" * 50,
        "loops-of-strings": "{% for a in 'aa' %}" * 3 + "x" + "{% endfor %}" * 3,
        "recursive-loop": "{% for a in says recursive %}{{ loop(a) }}{% endfor %}",
        "power": "{{ 9 ** 9 ** 9 ** 9 }}",
        "string-times": "{{ 'a' * 1000000000 }}",
        "format": "{{ '%1000000000d' | format(1) }}",
        "filters-stacked": "{{ 'a'" + " | upper" * 50_000 + " }}",
        "ifs-deep": "{% if 1 %}" * 20_000 + "x" + "{% endif %}" * 20_000,
        "brackets-deep": "{{ " + "(" * 100_000 + "1" + ")" * 100_000 + " }}",
        "nots": "{% if " + "not " * 100_000 + "1 %}x{% endif %}",
        "include": "{% include '/etc/passwd' %}",
        "import": "{% import '/etc/passwd' as x %}",
        "extends": "{% extends '/etc/passwd' %}",
        "macro": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "set": "{% set a = says %}",
        "raw": "{% raw %}{{ client.name }}{% endraw %}",
        "nul": "a\0b",
        "escape-sign": "a\x1b[31mb",
        "quotes-deep": ">" * 200_000,
        "lists-deep": "- " * 100_000,
        "boxes-deep": "::: keep\n" * 50_000 + "x\n" + ":::\n" * 50_000,
        "boxes-open": "::: keep\n" * 100_000,
        "slot-by-number": "&#xE000;0&#xE001;" * 10_000,
        "escapes-in-tags": "{{ '\\x7b' }}" * 20_000,
        "links": "[" * 50_000,
        "stars": "*a **b " * 100_000,
        "table-wide": "|a" * 50_000 + "|\n" + "|-" * 50_000 + "|",
        "footnotes": "".join(f"[^{n}]" for n in range(50_000)),
        "link": "[x](file:///etc/passwd)",
        "html": "<script>alert(1)</script>",
        "too-long": "слово " * 300_000,
    }
    for name, body in bodies.items():
        yield f"body-{name}", _with(place / f"b-{name}", body)
    manifest = (SHIPPED / "manifest.toml").read_text("utf-8")
    manifests = {
        "deep": "x = " + "[" * 100_000,
        "deep-but-closed": manifest + "\nx = " + "[" * 500 + "]" * 500,
        "number": manifest.replace("version = 2", "version = " + "9" * 5000),
        "condition-deep": manifest + '\n[[section]]\nnumber="9"\nid="zz"\nwhen="' + "(" * 5_000 + 'late"\n',
        "condition-nots": manifest + '\n[[section]]\nnumber="9"\nid="zz"\nwhen="' + "not " * 5_000 + 'late"\n',
        "sections": manifest + "".join(f'\n[[section]]\nnumber="9"\nid="z{n}"\n' for n in range(8_000)),
        "folder-in-the-language": manifest.replace('languages = ["ru"', 'languages = ["../../../../etc/passwd", "ru"'),
        "binary": "\0\1\2",
    }
    for name, text in manifests.items():
        yield f"manifest-{name}", _with(place / f"m-{name}", manifest=text)
    if hasattr(os, "mkfifo"):
        pipe = _with(place / "pipe")
        (pipe / "body.ru.md").unlink()
        os.mkfifo(pipe / "body.ru.md")
        yield "pipe", pipe
        link = _with(place / "link")
        (link / "body.ru.md").unlink()
        (link / "body.ru.md").symlink_to("/etc/passwd")
        yield "link-out", link
        zero = _with(place / "zero")
        (zero / "manifest.toml").unlink()
        (zero / "manifest.toml").symlink_to("/dev/zero")
        yield "endless-device", zero
    many = place / "many"
    many.mkdir()
    for number in range(500):
        (many / str(number)).mkdir()
        (many / str(number) / "manifest.toml").touch()
    yield "folders-500", many
