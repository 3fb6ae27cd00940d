"""The office's own templates: kept in the vault, judged before they are kept, in use or not, never on the disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.documents.catalog import ONE_BODY, Catalog, Template, texts_of
from legalaid_desktop.documents.office_catalog import OfficeCatalog, with_files, with_word
from legalaid_desktop.documents.template_fault import TemplateFault, Why
from legalaid_desktop.documents.word_source import Loss, from_plain, to_plain
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.office_template import Edition, EditionKind
from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationExists,
    FileNotRead,
    FileRefused,
    NotFound,
    TemplateFaulty,
    WrongUse,
)
from legalaid_desktop.host.files import make_folder, write_new_file
from legalaid_desktop.intake.gate import read_foreign, shown_name
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.template_child import foreign_template_files, judged_in_child
from legalaid_desktop.services.word_template_child import WordReading, read_word_file
from legalaid_desktop.vault.outside import must_lie_outside

__all__ = [
    "Edition", "EditionKind", "EditionRow", "Loss", "OfficeTemplates", "WordReading", "check_word", "edition_json",
    "loss_json",
]  # fmt: skip

MOST_EDITIONS: Final = 200
"""Of one paper, those that were removed included."""
MANIFEST: Final = "manifest.toml"


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """One template of a paper on a list: what ships (``n`` is ``None``) or an edition of the office."""

    code: DocumentCode
    title: Mapping[str, str]
    n: int | None
    kind: EditionKind | None
    language: LanguageCode | None
    version: int
    at: dt.datetime | None
    in_use: bool
    faulty: bool
    """Kept under an earlier version of the program and not readable by this one."""
    newer_shipped: bool
    """The program brought a newer version of the template that this edition was made from."""


class OfficeTemplates:
    """Editions of one open vault over the shipped catalogue."""

    def __init__(self, vault: OpenVault, shipped: Catalog, role: Callable[[], str]) -> None:
        self._vault = vault
        self._store = vault.office_templates
        self._shipped = shipped
        self._role = role
        self._made: dict[tuple[DocumentCode, int], Template] = {}
        self.catalog = OfficeCatalog(shipped, self.in_use)

    # --- what there is

    def editions(self, code: str | None = None) -> tuple[Edition, ...]:
        """Those of one paper, or of all; by paper and number."""
        found = self._store.all()
        return found if code is None else tuple(one for one in found if one.code == _code(code))

    def rows(self, code: str | None = None) -> tuple[EditionRow, ...]:
        """What ships and the office's own beside it, in the order of the catalogue."""
        listed = self._store.all()
        codes = self._shipped.codes() if code is None else (self._shipped.template(code).manifest.id,)
        rows: list[EditionRow] = []
        for id in codes:
            manifest = self._shipped.template(id).manifest
            own = [one for one in listed if one.code == id]
            rows.append(
                EditionRow(
                    code=id, title=manifest.title, n=None, kind=None, language=None, version=manifest.version, at=None,
                    in_use=not any(one.in_use for one in own), faulty=False, newer_shipped=False,
                )
            )  # fmt: skip
            for one in own:
                rows.append(
                    EditionRow(
                        code=id, title=manifest.title, n=one.n, kind=one.kind, language=one.language,
                        version=one.based_on, at=one.at, in_use=one.in_use, faulty=self._is_faulty(one),
                        newer_shipped=manifest.version > one.based_on,
                    )
                )  # fmt: skip
        return tuple(rows)

    def in_use(self, code: DocumentCode) -> Template | None:
        """The edition that drafts of a paper are made with. Raises TemplateFaulty."""
        edition = next((one for one in self._store.all() if one.code == code and one.in_use), None)
        return self.template(code, edition.n) if edition is not None else None

    def template(self, code: str, n: int | None) -> Template:
        """One edition, or what ships. Raises NotFound, NoTemplate, TemplateFaulty, DatabaseDamaged."""
        shipped = self._shipped.template(code)
        if n is None:
            return shipped
        id = shipped.manifest.id
        edition = self._edition(id, n)
        if (id, n) not in self._made:
            self._made[id, n] = self._built(shipped, edition, self._store.body(id, n))
        return self._made[id, n]

    def files(self, code: str, n: int | None) -> dict[str, str]:
        """The files of a text template, as an editor shows them: manifest first. Raises NotFound, WrongUse for a Word
        file."""
        if n is None:
            template = self._shipped.template(code)
            return {name: text for name, text in texts_of(_place(template)).items() if text is not None}
        edition = self._edition(_code(code), n)
        if edition.kind is not EditionKind.TEXT:
            raise WrongUse(what=f"{code} {n}")
        return _files(self._store.body(edition.code, n))

    def losses(self, code: str, n: int) -> tuple[Loss, ...]:
        """What of a Word file did not come along."""
        template = self.template(code, n)
        return tuple(loss for source in template.word.values() for loss in source.losses)

    # --- keeping

    def check_word(self, path: Path, *, like: str, language: str) -> WordReading:
        """Read a Word file as a template for a paper; nothing is kept. Raises NotFound, NoTemplate, FileRefused,
        FileNotRead, UnsafeBinding."""
        return check_word(self._shipped, path, like=like, language=language)

    def add_word(self, path: Path, *, like: str, language: str, use: bool = True) -> tuple[Edition, WordReading]:
        """Take a Word file in as an edition of a paper. Raises as :meth:`check_word`, and TemplateFaulty."""
        reading = self.check_word(path, like=like, language=language)
        if reading.source is None:
            raise TemplateFaulty(reading.faults, what=shown_name(path))
        body = {"word": to_plain(reading.source)}
        return self._keep(like, EditionKind.WORD, LanguageCode(language), body, use), reading

    def save_text(self, code: str, files: Mapping[str, str], *, use: bool = True) -> Edition:
        """Keep a text template as a new edition. Raises TemplateFaulty with every fault."""
        shipped = self._shipped.template(code)
        faults = judged_in_child(str(shipped.manifest.id), files)
        if faults:
            raise TemplateFaulty(faults, what=str(shipped.manifest.id))
        with_files(shipped, files, None)  # the paper's own id
        return self._keep(code, EditionKind.TEXT, None, {"files": dict(files)}, use)

    def add_folder(self, folder: Path, *, use: bool = True) -> Edition:
        """Take a template folder in. Raises NotFound, FileRefused, TemplateFaulty, NoTemplate."""
        files = foreign_template_files(folder)
        faults = judged_in_child(shown_name(folder), files)
        manifest = files.get(MANIFEST)
        if faults or manifest is None:
            lost = TemplateFault(shown_name(folder), 1, Why("missing", f"{MANIFEST} is missing", MANIFEST))
            raise TemplateFaulty(faults or (lost,), what=shown_name(folder))
        told = {name: text for name, text in files.items() if text is not None}
        return self.save_text(_id_in(manifest), told, use=use)

    def use(self, code: str, n: int | None) -> None:
        """Make drafts with this edition from now on, or with what ships (``None``). Raises NotFound, NoTemplate,
        TemplateFaulty for an edition that cannot be read any more."""
        id = self._shipped.template(code).manifest.id
        self.template(id, n)
        with self._vault.change() as now:
            self._store.use(id, n)
            self._vault.journal.write("changed", "office_template", now, record=id, fields=("in_use",))

    def remove(self, code: str, n: int) -> None:
        """Its number stays taken; what ships is used where it was in use. Raises NotFound."""
        edition = self._edition(self._shipped.template(code).manifest.id, n)
        with self._vault.change() as now:
            self._store.remove(edition.code, n)
            self._vault.journal.write("erased", "office_template", now, record=edition.code)
        self._made.pop((edition.code, n), None)

    def export(self, code: str, n: int | None, out: Path) -> Path:
        """Write the files of a text template into the new folder ``out``. Raises WrongUse for a Word file,
        DestinationExists, DestinationNotWritable."""
        must_lie_outside(out / MANIFEST)
        files = self.files(code, n)
        if not make_folder(out) and any(out.iterdir()):
            raise DestinationExists(path=str(out))
        for name, text in files.items():
            write_new_file(out / name, text.encode())
        return out

    # --- inside

    def trial(self, code: str, files: Mapping[str, str]) -> Template:
        """A text template that is not kept, for a preview. Raises TemplateFaulty."""
        return with_files(self._shipped.template(code), files, 0)

    def _keep(
        self, code: str, kind: EditionKind, language: LanguageCode | None, body: Mapping[str, Any], use: bool
    ) -> Edition:
        shipped = self._shipped.template(code).manifest
        with self._vault.change() as now:
            edition = Edition(
                code=shipped.id,
                n=0,
                kind=kind,
                language=language,
                at=now,
                by_role=self._role(),
                based_on=shipped.version,
                in_use=use,
            )
            kept = self._store.add(edition, body)
            if kept.n > MOST_EDITIONS:
                raise FileRefused(kind="too_many_files", limit=MOST_EDITIONS)
            self._vault.journal.write("added", "office_template", now, record=kept.code)
        return kept

    def _built(self, shipped: Template, edition: Edition, body: Mapping[str, Any]) -> Template:
        if edition.kind is EditionKind.TEXT:
            return with_files(shipped, _files(body), edition.n)
        try:
            source = from_plain(body.get("word"))
        except FileNotRead:
            file = f"{edition.code}.docx"
            fault = TemplateFault(file, 1, Why("other_program", "kept by another version of the program"))
            raise TemplateFaulty((fault,), what=file) from None
        template = with_word(shipped, source, edition.language or LanguageCode("ru"), edition.n)
        template.body(edition.language or LanguageCode("ru"))
        return template

    def _edition(self, code: DocumentCode, n: int) -> Edition:
        found = next((one for one in self._store.all() if one.code == code and one.n == n), None)
        if found is None:
            raise NotFound(kind="edition", what=f"{code} {n}")
        return found

    def _is_faulty(self, edition: Edition) -> bool:
        try:
            template = self.template(edition.code, edition.n)
            for language in template.sources if edition.in_use else ():
                template.body(language)
        except (TemplateFaulty, DatabaseDamaged):
            return True
        return False


def check_word(shipped: Catalog, path: Path, *, like: str, language: str) -> WordReading:
    """As :meth:`OfficeTemplates.check_word`, without a vault."""
    template = shipped.template(like)
    return read_word_file(read_foreign(path, Inlet.WORD_FILE), like=template, name=shown_name(path))


def edition_json(row: EditionRow, lang: str) -> dict[str, Any]:
    return {
        "id": row.code,
        "title": row.title.get(lang) or row.title["ru"],
        "edition": row.n,
        "kind": row.kind.value if row.kind else "shipped",
        "language": row.language,
        "version": row.version,
        "at": row.at.isoformat() if row.at else None,
        "in_use": row.in_use,
        "faulty": row.faulty,
        "newer_shipped": row.newer_shipped,
    }


def loss_json(loss: Loss) -> dict[str, Any]:
    return {"what": loss.what, "paragraph": loss.line, "count": loss.count}


def _code(code: str) -> DocumentCode:
    return DocumentCode(code.strip().upper())


def _files(body: Mapping[str, Any]) -> dict[str, str]:
    files = body.get("files")
    told = files if isinstance(files, dict) else {}
    order = sorted(told, key=lambda name: (name != MANIFEST, name != ONE_BODY, name))
    return {name: told[name] for name in order if isinstance(told[name], str)}


def _id_in(manifest: str) -> str:
    import tomllib

    return str(tomllib.loads(manifest).get("id", ""))


def _place(template: Template) -> Path:
    from legalaid_desktop.host import paths

    return paths.templates() / template.folder
