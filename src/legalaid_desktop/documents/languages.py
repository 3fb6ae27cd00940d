"""Language tags of files: what Word proofs with and what a screen reader speaks."""

from __future__ import annotations

import re

_WORD = {
    "ru": "ru-RU", "be": "be-BY", "en": "en-GB", "uk": "uk-UA", "pl": "pl-PL", "de": "de-DE", "fr": "fr-FR",
    "es": "es-ES", "tr": "tr-TR", "vi": "vi-VN", "ar": "ar-SA", "fa": "fa-IR", "prs": "prs-AF", "ps": "ps-AF",
    "ckb": "ku-Arab-IQ", "ur": "ur-PK", "he": "he-IL", "ka": "ka-GE", "hy": "hy-AM", "ti": "ti-ER", "am": "am-ET",
    "tg": "tg-Cyrl-TJ", "uz": "uz-Latn-UZ", "kk": "kk-KZ", "ky": "ky-KG", "ta": "ta-IN", "hi": "hi-IN", "bn": "bn-BD",
    "pa": "pa-IN", "si": "si-LK", "ku": "ku-Latn-TR", "kmr": "ku-Latn-TR",
}  # fmt: skip
_RTL = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def word_language(code: str) -> str:
    """The tag for Word and PDF of a language code such as ``ru`` or ``ckb``; a full tag stays as it is.

    Word proofs Russian as ``ru-RU``: there is nothing for ``ru-BY``. What is no tag at all becomes ``und``.
    """
    known = _WORD.get(code)
    if known is not None:
        return known
    return code if _TAG.fullmatch(code) else "und"


def is_rtl_tag(code: str) -> bool:
    """Whether the language of ``code`` is written from the right."""
    return code.split("-")[0].lower() in _RTL
