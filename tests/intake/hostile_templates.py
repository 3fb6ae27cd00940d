"""Hostile Word templates: what a tag could try, and what a file around tags could try. Made here, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from tests.intake.hostile_archives import R, document, relations, types, word

ESCAPES = (
    "{{ client.__class__ }}",
    "{{ client.full.__class__.__mro__ }}",
    "{{ client['__class__'] }}",
    "{{ client | attr('__class__') }}",
    "{{ client.__cl\u200bass__ }}",
    "{{ client.\uff3f\uff3fclass\uff3f\uff3f }}",
    "{{ \u0441lient.full }}",
    "{{ client.full.format(client) }}",
    "{{ '{0.__class__}' | format(client) }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ ''.join(client) }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ lipsum() }}",
    "{{ self }}",
    "{{ config }}",
    "{{ range(1000000000) }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ client.full ~ client.full }}",
    "{{ client.full | replace('a', 'aaaa') }}",
    "{{ client.full | wordwrap(1) }}",
    "{{ events | map(attribute='__class__') }}",
    "{{ events | groupby('x') }}",
    "{{ client.full | safe }}",
    "{{ client.full | e }}",
    "{{ client.full if client else 1 }}",
    "{{ client.full | name(**client) }}",
    "{{ [1,2][0] }}",
    "{{ client }}",
    "{{ events }}",
    "{{ internal.notes }}",
    "{{ note.text }}",
    "{{p subdocument }}",
    "{% if client is callable %}x{% endif %}",
    "{% for x in range(10) %}x{% endfor %}",
    "{% for x in 'aaaa' %}x{% endfor %}",
    "{% for client in events %}x{% endfor %}",
    "{% for a in events %}{% for b in events %}{% for c in events %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in events recursive %}{{ loop(a) }}{% endfor %}",
    "{% set x = client %}",
    "{% macro a() %}{% endmacro %}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% extends '/etc/passwd' %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call client() %}x{% endcall %}",
    "{% block a %}x{% endblock %}",
)
"""Each is a fault of its own paragraph: all of them stand in one file."""
BROKEN = {
    "column": "{%tc for x in events %}",
    "raw": "{% raw %}{{ client }}{% endraw %}",
    "unknown-tag": "{% cellbg 'red' %}",
    "do": "{% do client.x() %}",
    "not-closed": "{% if client %}",
    "closed-alone": "{% endfor %}",
    "half": "{{ client.full",
    "other-half": "client.full }}",
    "braces": "{{" * 30_000,
    "braces-both": "{{}}" * 15_000,
    "percents": "{%" * 30_000,
    "remarks": "{#" * 30_000,
    "ifs-deep": "{% if says.late %}" * 3_000 + "x" + "{% endif %}" * 3_000,
    "brackets-deep": "{{ " + "(" * 60_000 + "1" + ")" * 60_000 + " }}",
    "nots": "{% if " + "not " * 60_000 + "says.late %}x{% endif %}",
    "filters-stacked": "{{ client.full" + " | upper" * 20_000 + " }}",
    "argument": "{{ client.full | nofilter('" + "a" * 200_000 + "') }}",
    "number": "{{ client.full | name(" + "9" * 200_000 + ") }}",
}
"""Each alone in a file: refused or a fault, whatever the reader makes of it."""


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tagged(*texts: str) -> bytes:
    return word(document("".join(map(paragraph, texts))))


def crossing() -> bytes:
    """A condition that begins in one paragraph and ends in another, and one across the cells of a row."""
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("{% if says.late %}a", "b{% endif %}"))
    return word(
        document(f"{paragraph('a{% if says.late %}')}{paragraph('{% endif %}b')}<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    )


def harmless() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Name, file, and a word that must not be found in what is kept or printed."""
    secret = "ТАЙНА"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY ТАЙНА </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>a</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    yield "instruction", lambda: word(document(field)), secret
    yield (
        "hidden",
        lambda: word(document(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{secret}</w:t></w:r></w:p>")),
        secret,
    )
    yield (
        "deleted",
        lambda: word(
            document(f'<w:p><w:del w:author="{secret}"><w:r><w:delText>{secret}</w:delText></w:r></w:del></w:p>')
        ),
        secret,
    )
    yield (
        "author-of-a-change",
        lambda: word(document(f'<w:p><w:ins w:id="1" w:author="{secret}"><w:r><w:t>a</w:t></w:r></w:ins></w:p>')),
        secret,
    )
    yield "comment", lambda: word(more={"word/comments.xml": f"<a>{secret}</a>".encode()}), secret
    yield "properties", lambda: word(more={"docProps/core.xml": f"<a>{secret}</a>".encode()}), secret
    yield "data", lambda: word(more={"customXml/item1.xml": f"<a>{secret}</a>".encode()}), secret
    yield (
        "revision",
        lambda: word(document(f'<w:p w:rsidR="{secret}"><w:r w:rsidR="{secret}"><w:t>a</w:t></w:r></w:p>')),
        secret,
    )
    look = f'<w:p><w:pPr><w:jc w:val="&lt;{secret}&gt;"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    yield "value-of-a-property", lambda: word(document(look)), f"<{secret}>"
    style = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" '
        f'w:customStyle="1" w:styleId="x"><w:name w:val="{secret}"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    yield "styles-in-a-circle", lambda: word(document(body), more={"word/styles.xml": style.encode()}), secret
    marks = "".join(chr(code) for code in range(0xE000, 0xE010))
    yield "own-signs", lambda: tagged(f"\ue002P99999\ue003 {marks}0{marks}"), "\ue002P99999\ue003"
    yield (
        "text-box",
        lambda: word(
            document(f"<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{secret}</w:t></w:r></w:p></w:txbxContent>"
                     "</w:pict></w:r><w:r><w:t>a</w:t></w:r></w:p>")
        ),
        secret,
    )  # fmt: skip
    header = f"{R}/header"
    yield (
        "header-that-is-no-header",
        lambda: word(
            document(f'<w:sectPr><w:headerReference w:type="default" xmlns:r="{R}" r:id="r1"/></w:sectPr>'),
            more={"word/_rels/document.xml.rels": relations(header, "document.xml", "Internal")},
        ),
        secret,
    )  # fmt: skip


def heavy() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Honest in form, large in number: read within the bounds or refused."""
    yield "paragraphs-30,000", lambda: tagged(*["{{ client.full }}"] * 30_000)
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 500 + "</w:tr>"
    yield "cells-100,000", lambda: word(document("<w:tbl>" + row * 200 + "</w:tbl>"))
    yield "tables-nested", lambda: word(document("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60))
    many = "".join(f'<w:p><w:r><w:rPr><w:sz w:val="{n}"/></w:rPr><w:t>a</w:t></w:r></w:p>' for n in range(30_000))
    yield "looks-30,000", lambda: word(document(many))
    yield (
        "span-of-a-cell",
        lambda: word(
            document('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')
        ),
    )
    yield "types-and-nothing", lambda: word(document(""), kinds=types())
