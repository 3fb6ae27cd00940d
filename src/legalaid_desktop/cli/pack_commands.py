"""``legalaid pack``: packs of law data, for who takes them in and for who makes them.

=========  =====================================================================  =====================================
command    ``--json``                                                             exit codes beside 0
=========  =====================================================================  =====================================
verify     ``{ok, file, pack, version, title, jurisdiction, compiled,             4 malformed, altered, unsigned,
           newest_source, reviewed_by_lawyer, key, words, shipped_version,        faulty; 3 ``--signer`` is another
           newer_than_shipped}``
affected   ``{pack, version, in_use, key, words, signer, moves: [move]}``         3 stranger; 4 as verify; 7 not newer
install    as affected, and ``installed``                                         as affected; 3 the first signer
                                                                                  without ``--new-signer``
list       ``[{pack, version, state, in_use, key, words, installed_at, …}]``
undo       ``{version, undone, moves: [move]}``                                   6 nothing to take back
check      ``{ok, problems: [{file, line, message}]}``                            4 faults
build      ``{path, pack, version, sha256, bytes, signed}``                       4 faults; 8 F is there already
keys new   ``{path, key, words}``                                                 8 F is there already
keys show  ``{key, words}``                                                       3 no key
sign       ``{path, pack, version, sha256, bytes, key, words}``                   3 key or passphrase; 4 as verify
diff       ``{old, new, changes: [{file, row, change, values: [{name, old,        4 as verify
           new}]}]}``
=========  =====================================================================  =====================================

``move`` is ``{case, id, rule, act, old, new, old_alarm, new_alarm, old_others, new_others, urgency, by_hand,
reason}``; others are the last days of later readings. ``urgency`` is past, soon (within three days) or later, in this
order. ``signer`` is known, first (its key was pinned by this) or stranger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import passphrase
from legalaid_desktop.errors import PackSignerNew, WrongUse
from legalaid_desktop.services import law_diff, law_making
from legalaid_desktop.services.fault_words import fault_text
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.law_in_use import version_of_pack
from legalaid_desktop.services.law_moves import Move, move_json, with_others
from legalaid_desktop.services.law_packs import (
    LawPacks,
    PackOffer,
    PackRow,
    Signer,
    Standing,
    key_words,
    law_json,
    same_words,
    stranger_of,
    verified,
)

_MOST_SHOWN = 40
"""Lines of a list for people; the JSON has all."""


def verify(context: Context) -> Outcome:
    """Is the file whole, unaltered, signed and sound? No vault is asked, so who may sign is for ``--signer``."""
    file: Path = context.options.file.absolute()
    pack, law = verified(file)
    key = (pack.key or b"").hex()
    if context.options.signer is not None and not same_words(context.options.signer, key):
        raise stranger_of(key)
    shipped = shipped_law().version
    return Outcome(
        {
            "ok": True,
            "file": str(file),
            **law_json(law, context.words.lang),
            "key": key,
            "words": key_words(key, context.words.lang),
            "shipped_version": shipped,
            "newer_than_shipped": version_of_pack(law.version) > version_of_pack(shipped),
        }
    )


def affected(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        packs = briefcase.law_packs
        offer = packs.look(
            context.options.file.absolute(), context.as_of, stranger=context.options.new_signer is not None
        )
        _heard(context, offer)
        moved = () if offer.standing is Standing.SAME else packs.moves(offer, context.as_of)
        result = _offered(context, packs, offer, moved)
    return Outcome(result, text=_told(context, result, moved))


def install(context: Context) -> Outcome:
    heard: str | None = context.options.new_signer
    with context.briefcase() as briefcase:
        packs = briefcase.law_packs
        offer = packs.look(context.options.file.absolute(), context.as_of, stranger=heard is not None)
        _heard(context, offer)
        if offer.signer is Signer.FIRST and heard is None:
            raise PackSignerNew(key=offer.key)  # whose packs are taken from now on is never decided in silence
        moved = () if offer.standing is Standing.SAME else packs.moves(offer, context.as_of)
        result = _offered(context, packs, offer, moved)
        installed = packs.install(offer, heard=heard or "")
    said = "cli.pack.installed" if installed else "cli.pack.same"
    return Outcome(
        {**result, "installed": installed},
        text=f"{_told(context, result, moved)}\n\n{context.words.say(said, version=offer.law.version)}",
    )


def undo(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        packs = briefcase.law_packs
        before = packs.law.version
        moved = packs.moves_back(context.as_of)
        now = packs.undo()
    told = context.words.say("cli.pack.undone", version=before, now=now)
    lines = "\n".join(_lines(context, moved))
    return Outcome(
        {"version": now, "undone": before, "moves": [move_json(move, context.words.lang) for move in moved]},
        text=f"{lines}\n\n{told}" if lines else told,
    )


def list_packs(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        rows = [_row(row, context) for row in briefcase.law_packs.all()]
    return Outcome(rows)


def check(context: Context) -> Outcome:
    faults = law_making.check_folder(context.options.folder.absolute())
    problems = [
        {"file": fault.file, "line": fault.line, "message": fault_text(fault, context.words.lang)} for fault in faults
    ]
    return Outcome({"ok": not problems, "problems": problems}, 4 if problems else 0)


def build(context: Context) -> Outcome:
    made = law_making.build_pack(context.options.folder.absolute(), context.options.out.absolute())
    return Outcome({**_made(made), "signed": False})


def keys(context: Context) -> Outcome:
    options = context.options
    if options.step == "new":
        out: Path = options.out.absolute()
        with passphrase(options, context.words, new=True) as secret:
            key = law_making.new_key(out, secret, fast=options.kdf == "fast")
        return Outcome({"path": str(out), "key": key, "words": key_words(key, context.words.lang)})
    key = law_making.show_key(options.key.absolute())
    return Outcome({"key": key, "words": key_words(key, context.words.lang)})


def sign(context: Context) -> Outcome:
    options = context.options
    out: Path | None = None if options.out is None else options.out.absolute()
    with passphrase(options, context.words) as secret:
        made = law_making.sign_pack(options.file.absolute(), options.key.absolute(), secret, out=out)
    return Outcome({**_made(made), "key": made.key, "words": key_words(made.key, context.words.lang)})


def diff(context: Context) -> Outcome:
    options = context.options
    old, new = (law_diff.texts_at(place) for place in (options.old, options.new))
    changes = law_diff.differences(old, new)
    result = {
        "old": str(options.old),
        "new": str(options.new),
        "changes": [
            {
                "file": one.file,
                "row": one.row,
                "change": one.change.value,
                "values": [{"name": name, "old": was, "new": will} for name, was, will in one.values],
            }
            for one in changes
        ],
    }
    words = context.words
    none = words.say("law_move.none")
    lines: list[str] = []
    for one in changes:
        lines.append(f"{one.file}: {one.row}: {words.say(f'cli.pack.{one.change.value}')}")
        lines += [
            f"  {name}: {was if was is not None else none} → {will if will is not None else none}"
            for name, was, will in one.values
        ]
    return Outcome(result, text="\n".join(lines) or words.say("cli.pack.no_difference"))


# ---------------------------------------------------------------------------------------------- results


def _heard(context: Context, offer: PackOffer) -> None:
    """The words of a new signer, where they are given, are those of this pack: nobody confirms another by mistake."""
    heard: str | None = context.options.new_signer
    if heard is not None and not same_words(heard, offer.key):
        raise WrongUse(what="--new-signer", kind="pack_words")


def _offered(context: Context, packs: LawPacks, offer: PackOffer, moved: Sequence[Move]) -> dict[str, Any]:
    lang = context.words.lang
    return {
        **law_json(offer.law, lang),
        "in_use": packs.law.version,
        "key": offer.key,
        "words": offer.words(lang),
        "signer": offer.signer.value,
        "moves": [move_json(move, lang) for move in moved],
    }


def _made(made: law_making.MadePack) -> dict[str, Any]:
    return {
        "path": str(made.path),
        "pack": made.law.id,
        "version": made.law.version,
        "sha256": made.sha256,
        "bytes": made.bytes,
    }


def _row(row: PackRow, context: Context) -> dict[str, Any]:
    lang = context.words.lang
    about = {} if row.law is None else law_json(row.law, lang)
    return {
        "pack": row.law.id if row.law is not None else None,
        **about,
        "version": row.version,
        "state": row.state.value,
        "in_use": row.in_use,
        "key": row.key or None,
        "words": key_words(row.key, lang) if row.key else None,
        "installed_at": row.at.isoformat() if row.at is not None and row.key else None,
        "age": row.age(context.as_of) if row.in_use else None,
    }


# ---------------------------------------------------------------------------------------------- for people


def _told(context: Context, result: dict[str, Any], moved: Sequence[Move]) -> str:
    words = context.words
    lines = [
        words.say("cli.pack.which", title=result["title"], version=result["version"], known=result["in_use"]),
        words.say(f"cli.pack.signer.{result['signer']}", words=result["words"]),
        words.say("cli.pack.reviewed" if result["reviewed_by_lawyer"] else "cli.pack.not_reviewed"),
        words.say("cli.pack.moves", n=len(moved)) if moved else words.say("cli.pack.no_moves"),
    ]
    return "\n".join([*lines, *_lines(context, moved)])


def _lines(context: Context, moved: Sequence[Move]) -> list[str]:
    words = context.words
    lines: list[str] = []
    for move in moved[:_MOST_SHOWN]:
        row = move_json(move, words.lang)
        lines.append(
            words.say(
                f"cli.pack.move.{move.urgency.value}",
                case=move.ref,
                act=row["act"],
                old=with_others(_day(move.old, move.old_alarm, context), move.old_others, words.lang),
                new=with_others(_day(move.new, move.new_alarm, context), move.new_others, words.lang),
            )
        )
        lines.append(f"  {row['reason']}" + (f" {words.say('law_move.by_hand')}" if move.by_hand else ""))
    if len(moved) > _MOST_SHOWN:
        lines.append(words.say("cli.pack.more_moves", n=len(moved) - _MOST_SHOWN))
    return lines


def _day(day: dt.date | None, alarm: dt.date | None, context: Context) -> str:
    from legalaid_desktop.services.deadline_words import day_words

    words = context.words
    if day is not None:
        return day_words(day, words)
    return words.say("law_move.none") if alarm is None else words.say("law_move.alarm", day=day_words(alarm, words))
