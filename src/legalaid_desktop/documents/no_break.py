"""Where a line of Russian, Belarusian or English text must not end: after №, ст., initials, between 15 and дней …

The text is looked at space by space; only spaces change, so its length stays.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

_MONTHS = """
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
January February March April May June July August September October November December
"""
_UNITS = """
день дня дней дню днём дням днями днях дзень дні дзён дзядзён сутки суток сутках сутак
час часа часов часу часы часам часах гадзіна гадзіны гадзін гадзінах минута минуты минут минуту мин хвіліна хвіліны
хвілін неделя недели недель неделю неделе тыдзень тыдні тыдняў месяц месяца месяцев месяцы месяце месяцам месяцах
месяцаў год года годов году годы лет гадоў гады гадах г гг руб рубль рубля рублей рублю рублём рублях рублёў коп
доллар доллара долларов евро лист листа листов листе листах листы ліст ліста лістоў лістах лісты л арк экз экземпляр
экземпляра экземпляров экземпляре экземплярах стр км м см мм кг чел человек человека чалавек чалавека детей дети дзяцей
day days hour hours month months year years page pages week weeks ч мин
"""
_AFTER_NUMBER = frozenset((_MONTHS + _UNITS).split())
_SHORT = """
ст. ст.ст. п. пп. ч. абз. гл. разд. подп. рис. табл. с. стр. л. ул. вул. пр. просп. пер. пл. б-р. д. дом. корп. к.
кв. оф. обл. р. гор. дер. пос. аг. тел. рег. вх. исх. им. імя. арт. т. г. art. No. p. pp.
"""
_BEFORE_NUMBER = frozenset(_SHORT.split())
_NOUNS = re.compile(
    "стать[яеиёйю]+|статьях|пункт[аеоуыхм]*|част[ьиюей]+|глав[аыеуой]+|раздел[аеу]*|абзац[аеуоыхв]*|"
    "приложени[еяюйми]+|приложениях|артыкул[аеуы]*|пункц[еі]|частк[аіуцы]+|дадат(?:ак|ку|кам)|дадатк[аіуоўх]+|форм[аыеу]|"
    "annex(?:es)?|articles?|paragraphs?|points?|sections?",
    re.IGNORECASE,
)
_AND = frozenset(("и", "і", "й", "ды", "или", "або", "ці", "and", "or"))
_OPENING = "([«\"„“'"
_CLOSING = ")]»\"”“'.,;:!?…"
_DIGITS = frozenset("0123456789")
_ENDS = _DIGITS | frozenset("№§#.")
_STARTS = _DIGITS | frozenset("№—–")
_INITIAL = re.compile(r"[А-ЯЁЎІA-Z]\.")
_INITIALS = re.compile(r"[А-ЯЁЎІA-Z]\.(?:[А-ЯЁЎІA-Z]\.)?[,;:)]?")
_NAME = re.compile(r"[А-ЯЁЎІA-Z][\w’'-]+")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")


def no_break(text: str) -> str:
    """``text`` with no-break spaces where a line must not end."""
    if " " not in text:
        return text
    words = text.split(" ")
    out = [words[0]]
    last = len(words) - 1
    for index in range(1, last + 1):
        left, right = words[index - 1], words[index]
        # Between most words nothing of that kind stands, and this is asked for each space of a paper.
        asked = left and right and (left[-1] in _ENDS or right[0] in _STARTS or right[1:2] == ".")
        out.append(NBSP + right if asked and _bound(left, right, words, index, last) else " " + right)
    return "".join(out)


def _bound(left: str, right: str, words: list[str], index: int, last: int) -> bool:
    """Whether the space between ``words[index - 1]`` and ``words[index]`` must not break."""
    start = right[0]
    if left[-1] in "№§#":
        return True
    if start in "—–" and len(right) == 1:
        return index < last
    if left[-1] in _DIGITS:
        if right in _AND:
            # "пункты 1 и 2" are read at one glance.
            return index < last and words[index + 1][:1].isdigit()
        return start in "%‰°" or right.rstrip(_CLOSING) in _AFTER_NUMBER or _THREE_DIGITS.match(right) is not None
    digit = start in _DIGITS or start == "№"
    if left[-1] == ".":
        return _after_stop(left.lstrip(_OPENING), right, words, index, digit)
    if digit and left in _AND:
        return index > 1 and words[index - 2][-1:].isdigit()
    if digit:
        return _NOUNS.fullmatch(left.lstrip(_OPENING)) is not None
    if _INITIALS.fullmatch(right) and _NAME.fullmatch(left.lstrip(_OPENING)):
        # A surname before two initials; one capital with a full stop may as well end a sentence.
        return _INITIAL.fullmatch(right) is None or (index < last and _INITIALS.fullmatch(words[index + 1]) is not None)
    return left == "и" and right.startswith("т.")


def _after_stop(left: str, right: str, words: list[str], index: int, digit: bool) -> bool:
    """Whether a short word with a full stop clings to what follows."""
    capital = right[0].isupper() or right[0] == "«"
    if left == "г." and (capital or digit):
        # "5 марта 2026 г. Суд" ends a date, "г. Минск" begins a town.
        return capital and not (index > 1 and words[index - 2][-1:].isdigit())
    if left in _BEFORE_NUMBER and (digit or capital):
        return True
    if _INITIAL.fullmatch(left):
        return capital and right[0] != "«"
    return left == "т." and right[:2] in ("д.", "е.", "п.")
