"""Values that remember where they came from."""

from __future__ import annotations


class FactText(str):
    """Text of a fact as it is printed, with its ``origin`` (path of the fact in the case, such as ``e1.text`` or
    ``client.names``) and the language it is written in, where that is known and not the document's.

    ``beside`` is the same text in Russian, printed next to it while its translation is not checked.
    ``label`` says in words what the fact is: the screen shows it at the gap when the text is empty.
    """

    __slots__ = ("beside", "label", "lang", "origin")

    origin: str | None
    lang: str | None
    label: str | None
    beside: str | None

    def __new__(
        cls,
        text: str = "",
        origin: str | None = None,
        *,
        lang: str | None = None,
        label: str | None = None,
        beside: str | None = None,
    ) -> FactText:
        self = super().__new__(cls, text)
        self.origin = origin
        self.lang = lang
        self.label = label
        self.beside = beside
        return self

    def changed(self, text: str) -> FactText:
        """The same fact in other words: a filter keeps origin, language and label."""
        return FactText(text, self.origin, lang=self.lang, label=self.label, beside=self.beside)


class Nothing(FactText):
    """An empty text that is meant: prints nothing, and is no gap (filter ``optional``)."""

    __slots__ = ()


def like(source: object, text: str) -> str:
    """``text`` with the origin of ``source`` if that has one."""
    return source.changed(text) if isinstance(source, FactText) else text
