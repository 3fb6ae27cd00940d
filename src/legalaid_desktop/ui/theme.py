"""The look, in one place: colours, sizes, type, and the style sheet built from them.

Widgets never choose a colour or a distance of their own: they ask here. Meaning is never told by colour alone; whoever
paints in :attr:`Tokens.harm` also writes the word.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from legalaid_desktop.host.paths import resources
from legalaid_desktop.ui.shades import PAGE_SHADES

GRID: Final = 8
"""px; every distance is a multiple of half of it."""
INSIDE: Final = 16
"""px inside a panel."""
BETWEEN: Final = 24
"""px between groups."""
EDGE: Final = 32
"""px at the edges of a page."""
CONTROL: Final = 36
"""px, height of a control."""
TARGET: Final = 32
"""px, least side of anything that is pressed."""
RADIUS: Final = 4
RAIL: Final = 80
"""px, least width. Wider than an icon needs, because words always stand under the icons: a name that shows only on
hover is no name for those who use the keyboard."""
LIST: Final = 320
"""px, width of a list beside a page."""
READING: Final = 640
"""px, width of reading text: 60 to 80 characters."""
FOCUS: Final = 2
"""px, thickness of the focus ring and of the gap inside it."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Colours by role, as ``#rrggbb``; ``line_width`` in px."""

    page: str
    panel: str
    line: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    accent_pressed: str
    harm: str
    unchecked: str
    done: str
    selection: str
    control_line: str
    """Edge of a field or button: at least 3 to 1 against page and panel."""
    line_width: int = 1

    def color(self, role: str) -> QColor:
        return QColor(str(getattr(self, role)))


LIGHT: Final = Tokens(
    page=PAGE_SHADES["light"],
    panel="#FFFFFF",
    line="#D9D6CF",
    ink="#1D2126",
    muted="#5A616B",
    accent="#1F5F8B",
    on_accent="#FFFFFF",
    accent_pressed="#184C70",
    harm="#A32A1E",
    unchecked="#7A5200",
    done="#2C6A3F",
    selection="#DCE9F2",
    control_line="#8A8880",
)
DARK: Final = Tokens(
    page=PAGE_SHADES["dark"],
    panel="#1E2227",
    line="#363C44",
    ink="#E8E6E1",
    muted="#A3AAB4",
    accent="#7DB6DD",
    on_accent="#10202C",
    accent_pressed="#A3CDEA",
    harm="#F0897C",
    unchecked="#E3B457",
    done="#86C697",
    selection="#26394A",
    control_line="#747C87",
)
HIGH_CONTRAST: Final = Tokens(
    page=PAGE_SHADES["high_contrast"],
    panel="#000000",
    line="#FFFFFF",
    ink="#FFFFFF",
    muted="#FFFFFF",
    accent="#FFFF00",
    on_accent="#000000",
    accent_pressed="#FFFFFF",
    harm="#FFB0A5",
    unchecked="#FFD75E",
    done="#8CE99A",
    selection="#333300",
    control_line="#FFFFFF",
    line_width=2,
)


class Type(Enum):
    """The type scale: points and weight."""

    TEXT = (10.5, QFont.Weight.Normal)
    STRONG = (10.5, QFont.Weight.DemiBold)
    TITLE = (13.0, QFont.Weight.DemiBold)
    HINT = (9.0, QFont.Weight.Normal)


def font(kind: Type) -> QFont:
    """A font of the scale in the interface's family, with tabular figures so that dates and counts stand in columns."""
    made = QFont(QApplication.font())
    size, weight = kind.value
    made.setPointSizeF(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def printed_font() -> QFont:
    """Liberation Serif at 14 pt, as papers are printed; loaded from the shipped files when first asked for."""
    if "Liberation Serif" not in QFontDatabase.families():
        for path in sorted((resources() / "fonts").glob("LiberationSerif-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
    made = QFont("Liberation Serif")
    made.setPointSizeF(14.0)
    return made


def _interface_family() -> str | None:
    """A shipped sans when the system has no font at all (bare Debian); else ``None``: the system's own stays."""
    if QRawFont.fromFont(QApplication.font()).isValid():
        return None  # the system has one; listing all of them would cost the first paint six milliseconds
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        found = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if found and "Sans" in found[0]:
            return found[0]
    return None


def _sheet(t: Tokens) -> str:
    w = t.line_width
    # Where lines are as bright as words, a word on their shade would be gone, and what is grey must show another way.
    bright = t.muted == t.line
    off, off_line = (t.panel, "dashed") if bright else (t.line, "solid")
    return f"""
* {{ outline: none; }}
QWidget {{ color: {t.ink}; }}
QMainWindow, QWidget#page, QWidget#pages, QScrollArea#scroll, QWidget#scrolled {{ background: {t.page}; }}
QScrollArea {{ border: none; }}
QLabel {{ background: transparent; }}
QLabel[role="hint"] {{ color: {t.muted}; }}
QLabel[role="harm"] {{ color: {t.harm}; }}
QLabel[role="unchecked"] {{ color: {t.unchecked}; }}
QLabel[role="done"] {{ color: {t.done}; }}
QWidget#rail {{ background: {t.panel}; border: none; border-right: {w}px solid {t.line}; }}
QWidget#railPlaces {{ background: {t.panel}; }}
QFrame#panel {{ background: {t.panel}; border: {w}px solid {t.line}; border-radius: {RADIUS}px; }}
QFrame#notice {{ background: {t.panel}; border: none; border-bottom: {w}px solid {t.line}; }}
QFrame#toast {{ background: {t.ink}; border: {w}px solid {t.line}; border-radius: {RADIUS}px; }}
QFrame#toast QLabel {{ color: {t.page}; }}
QFrame#toast QPushButton {{ background: transparent; border: {w}px solid {t.page}; color: {t.page}; }}
QFrame#rule {{ background: {t.line}; border: none; max-height: {w}px; min-height: {w}px; }}
QPushButton {{
    min-height: {CONTROL - 2 * w}px; padding: 0 {INSIDE}px; border: {w}px solid {t.control_line};
    border-radius: {RADIUS}px; background: {t.panel}; color: {t.ink};
}}
QPushButton:hover {{ border-color: {t.accent}; }}
QPushButton:pressed {{ background: {t.selection}; }}
QPushButton:checked {{ background: {t.selection}; border-color: {t.accent}; }}
QPushButton:disabled {{ color: {t.muted}; border-color: {t.line}; border-style: {off_line}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{
    background: {t.accent_pressed}; border-color: {t.accent_pressed};
}}
QPushButton[kind="primary"]:disabled {{ background: {off}; border-color: {t.line}; color: {t.muted}; }}
QPushButton[kind="harm"] {{ border-color: {t.harm}; color: {t.harm}; }}
QPushButton[kind="harm"]:disabled {{ border-color: {t.line}; color: {t.muted}; }}
QPushButton[kind="quiet"] {{
    background: transparent; border-color: transparent; color: {t.accent}; padding: 0 2px;
}}
QPushButton[kind="quiet"]:hover {{ border-color: {t.accent}; }}
QPushButton[kind="quiet"]:disabled {{ color: {t.muted}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
    background: {t.panel}; color: {t.ink}; border: {w}px solid {t.control_line}; border-radius: {RADIUS}px;
    selection-background-color: {t.accent}; selection-color: {t.on_accent};
}}
QLineEdit, QComboBox, QSpinBox {{ min-height: {CONTROL - 2 * w}px; padding: 0 {GRID}px; }}
QPlainTextEdit, QTextEdit {{ padding: {GRID // 2}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{ border-color: {t.accent}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color: {t.muted}; border-color: {t.line}; }}
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] {{ border: 2px solid {t.harm}; }}
QComboBox::drop-down {{ border: none; width: {TARGET}px; }}
QComboBox QAbstractItemView {{
    background: {t.panel}; color: {t.ink}; border: {w}px solid {t.control_line};
    selection-background-color: {t.selection}; selection-color: {t.ink};
}}
QListView, QTreeView, QTableView {{
    background: {t.panel}; border: {w}px solid {t.line}; border-radius: {RADIUS}px; color: {t.ink};
    selection-background-color: {t.selection}; selection-color: {t.ink};
}}
QMenu {{ background: {t.panel}; border: {w}px solid {t.control_line}; padding: {GRID // 2}px; }}
QMenu::item {{ padding: {GRID}px {BETWEEN}px; border-radius: {RADIUS}px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.ink}; }}
QMenu::item:disabled {{ color: {t.muted}; }}
QTabBar::tab {{
    min-height: {CONTROL}px; padding: 0 {INSIDE}px; background: transparent; color: {t.muted};
    border: none; border-bottom: 2px solid transparent;
}}
QTabBar#narrow::tab {{ padding: 0 {GRID}px; }}
QTabBar::tab:selected {{ color: {t.ink}; border-bottom-color: {t.accent}; }}
QTabBar::tab:hover {{ color: {t.ink}; }}
QTabWidget::pane {{ border: none; border-top: {w}px solid {t.line}; }}
QCheckBox, QRadioButton {{ min-height: {TARGET}px; spacing: {GRID}px; background: transparent; }}
QProgressBar {{
    background: {t.panel}; border: {w}px solid {t.control_line}; border-radius: {RADIUS}px;
    min-height: {GRID}px; max-height: {GRID}px;
}}
QProgressBar::chunk {{ background: {t.accent}; }}
QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
QScrollBar::handle {{
    background: {t.control_line}; border-radius: 3px; margin: 4px; min-height: {TARGET}px; min-width: {TARGET}px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {t.line}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {t.panel}; color: {t.ink}; border: {w}px solid {t.control_line}; padding: 4px; }}
"""


def _palette(t: Tokens) -> QPalette:
    p = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, "page"),
        (role.Base, "panel"),
        (role.AlternateBase, "page"),
        (role.Button, "panel"),
        (role.ToolTipBase, "panel"),
        (role.WindowText, "ink"),
        (role.Text, "ink"),
        (role.ButtonText, "ink"),
        (role.ToolTipText, "ink"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Light, "line"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "control_line"),
        (role.Shadow, "line"),
    ):
        p.setColor(where, t.color(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, where, t.color("muted"))
    return p


class Theme(QObject):
    """The look in force. Painters read :attr:`tokens` each time they paint and repaint on :attr:`changed`."""

    changed = Signal()

    def __init__(self, appearance: str = "system") -> None:
        super().__init__()
        self._appearance = appearance
        self._tokens = self._choose()

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def appearance(self) -> str:
        return self._appearance

    def install(self, app: QApplication) -> None:
        """Give the look to the application, and follow the system where that is the choice."""
        family = _interface_family()
        base = app.font()
        if family is not None:
            base.setFamily(family)
        base.setPointSizeF(Type.TEXT.value[0])
        app.setFont(base)
        # Nothing in the window moves by itself: fades and slides would only delay a tired person.
        for effect in (
            Qt.UIEffect.UI_AnimateMenu,
            Qt.UIEffect.UI_FadeMenu,
            Qt.UIEffect.UI_AnimateCombo,
            Qt.UIEffect.UI_AnimateTooltip,
            Qt.UIEffect.UI_FadeTooltip,
        ):
            app.setEffectEnabled(effect, False)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._put_on()

    def wear(self, appearance: str) -> None:
        """Change the look: ``system``, ``light``, ``dark`` or ``high_contrast``."""
        self._appearance = appearance
        self._put_on()

    def _system_changed(self) -> None:
        if self._appearance == "system":
            self._put_on()

    def _choose(self) -> Tokens:
        if self._appearance == "system":
            hints = QGuiApplication.styleHints()
            if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
                return HIGH_CONTRAST
            return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return {"light": LIGHT, "dark": DARK, "high_contrast": HIGH_CONTRAST}[self._appearance]

    def _put_on(self) -> None:
        self._tokens = self._choose()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(_palette(self._tokens))
            app.setStyleSheet(_sheet(self._tokens))
        self.changed.emit()


def _channel(value: int) -> float:
    share = value / 255
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2, 1 to 21."""
    light = []
    for text in (first, second):
        color = QColor(text)
        light.append(
            0.2126 * _channel(color.red()) + 0.7152 * _channel(color.green()) + 0.0722 * _channel(color.blue())
        )
    high, low = max(light), min(light)
    return (high + 0.05) / (low + 0.05)


def color_roles() -> tuple[str, ...]:
    """The names of all colours."""
    return tuple(field.name for field in fields(Tokens) if field.name != "line_width")
