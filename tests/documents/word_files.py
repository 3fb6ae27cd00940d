"""Word files as a lawyer's office makes them, for tests: styles of their own, headers, tables, tags cut into runs."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def office_file(extra: Sequence[str] = ()) -> bytes:
    """A complaint against a refusal (C1) on an office's own stationery; ``extra`` are paragraphs at its end."""
    document = Document()
    document.core_properties.author = "Бюро Примерное"
    document.core_properties.comments = "образец 2019"
    style = document.styles.add_style("Бюро Обычный", 1)
    style.base_style = document.styles["Normal"]
    style.font.name = "Georgia"
    style.font.size = Pt(13)
    head = document.sections[0].header.paragraphs[0]
    head.add_run("Дело ")
    head.add_run("{{ client.")
    head.add_run("short }}")
    _page_number(document.sections[0].footer.paragraphs[0])

    def line(*runs: str, **look: object) -> object:
        paragraph = document.add_paragraph(style=style)
        for text in runs:
            paragraph.add_run(text).bold = bool(look.get("bold"))
        if look.get("left"):
            paragraph.paragraph_format.left_indent = Mm(80)
        if look.get("centre"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    line("{# section address #}")
    line("{{ addr", "essee.he", "ader }}", left=True)
    line("Заявитель: ", "{{ client | name(\u2018nom\u2019) }}", left=True)
    line("{# section heading #}")
    line("ЖАЛОБА", centre=True, bold=True)
    line()
    line("{%p if says.in_custody %}")
    line("Заявитель содержится под стражей.")
    line("{%p else %}")
    line("Адрес: {{ client.address }}")
    line("{%p endif %}")
    line("Права ", "{{ client | name('gen') }}", " нарушены", "{% if says.late %}, срок пропущен{% endif %}", ".")
    table = document.add_table(rows=4, cols=2)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("Дата", "Событие"), strict=True):
        cell.text = text
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    table.rows[1].cells[0].text = "{%tr for event in events %}"
    table.rows[2].cells[0].text = "{{ event.date | date }}"
    table.rows[2].cells[1].text = "{{ event.text }}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    line("{# section ask #}")
    line("ПРОШУ:", centre=True, bold=True)
    for text in ("Отменить решение.", "Обязать принять новое решение."):
        document.add_paragraph(text, style="List Number")
    line("{# section annexes #}")
    line("{%p for annex in annexes %}")
    line("Приложение {{ annex.number }}: {{ annex.line }}")
    line("{%p endfor %}")
    line("{# section signature #}")
    line("«___» __________ 20__ г.\t\t{{ client | short_name }}")
    for text in extra:
        line(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def simple_file(*paragraphs: str) -> bytes:
    """A file of plain paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page_number(paragraph: object) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()  # type: ignore[attr-defined]
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
