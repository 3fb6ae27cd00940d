"""The syntax a template may use.

Jinja reads the source; this module walks the tree itself. Nothing of Jinja's compiler or sandbox runs, so there is
no attribute of a Python object, no call and no loop that a template could reach: the tree knows text, output, ``if``,
``for``, names, declared fields, constants, filters, tests, comparisons and ``and``, ``or``, ``not``. Everything else
is a fault with its line. What a tree gives for a case: ``template_evaluation.py``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn, TypeAlias

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from legalaid_desktop.documents.filters import BUILT_IN
from legalaid_desktop.documents.nearest import hint
from legalaid_desktop.documents.template_fault import Hint, TemplateFault, Why
from legalaid_desktop.errors import TemplateFaulty

FieldTree: TypeAlias = Mapping[str, "FieldNode"]
"""Declared fields: name → leaf (a string naming its type, or ``None``), group (a mapping) or list (``[element]``)."""
FieldNode: TypeAlias = "Mapping[str, FieldNode] | Sequence[FieldNode] | str | None"

LONGEST_SOURCE = 1 << 20
DEEPEST_LOOP = 2

_LOOP: FieldTree = {"index": "number", "first": "flag", "last": "flag", "length": "number"}
TOO_DEEP: Final = Why("deep", "nested too deeply")
_TESTS = frozenset({"defined", "undefined", "none"})
_ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=True)
_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class _Unknown:
    """The type of what a filter gave back."""


_UNKNOWN = _Unknown()
_Type: TypeAlias = "FieldNode | _Unknown"


class _Misread(Exception):
    """What Jinja's parser found, told by what it is and not by Jinja's words."""

    def __init__(self, line: int, why: Why) -> None:
        super().__init__(line, why)
        self.line, self.why = line, why


class _Parser(Parser):
    """Jinja's parser, which says apart what is not closed and which tag does not exist."""

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        raise _Misread(lineno or self.stream.current.lineno, Why("tag", f"Encountered unknown tag '{name}'.", name))

    def fail_eof(self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None) -> NoReturn:
        why = Why("not_closed", "Unexpected end of template: a condition or loop is not closed.")
        raise _Misread(lineno or self.stream.current.lineno, why)


def parse(source: str, file: str) -> nodes.Template:
    """The tree of ``source``. Raises TemplateFaulty for a source too long or not readable at all."""
    if len(source) > LONGEST_SOURCE:
        raise TemplateFaulty((TemplateFault(file, 1, Why("body_long", "longer than 1 MiB")),))
    try:
        _refuse_raw(source, file)
        _refuse_escapes(source, file)
        return _Parser(_ENVIRONMENT, source).parse()
    except _Misread as misread:
        raise TemplateFaulty((TemplateFault(file, misread.line, misread.why),)) from None
    except TemplateSyntaxError as error:
        raise TemplateFaulty((TemplateFault(file, error.lineno, Why("syntax", error.message or "")),)) from None
    except RecursionError:
        raise TemplateFaulty((TemplateFault(file, 1, TOO_DEEP),)) from None
    except ValueError:
        raise TemplateFaulty((TemplateFault(file, 1, Why("number_long", "a number is too long")),)) from None


def _refuse_raw(source: str, file: str) -> None:
    """A raw block prints ``{{`` and ``{%`` into the paper; Jinja takes it for plain text, so the tree cannot tell."""
    if "raw" not in source:
        return
    for line, kind, _ in _ENVIRONMENT.lex(source):
        if kind == "raw_begin":
            why = Why("not_allowed", "raw is not allowed in a template", "raw")
            raise TemplateFaulty((TemplateFault(file, line, why),))


_ESCAPE: Final = re.compile(r"""["'][^"']*\\""")


def _refuse_escapes(source: str, file: str) -> None:
    """A backslash in the text of a tag stands for a sign that nobody sees there: a brace, one that turns letters round.
    The tree has the sign and not how it was written."""
    if not _ESCAPE.search(source):
        return
    why = Why("backslash", "a backslash has no place in the text of a tag: type the sign itself")
    faults = [
        TemplateFault(file, line, why)
        for line, kind, text in _ENVIRONMENT.lex(source)
        if kind == "string" and "\\" in text
    ]
    if faults:
        raise TemplateFaulty(tuple(dict.fromkeys(faults)))


@dataclass
class Checked:
    """What the check of a tree found."""

    faults: list[tuple[int, Why]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    """Dotted paths of the fields that the template reads; an element of a list is written ``events[]``."""


def check(tree: nodes.Template, fields: FieldTree, filters: Collection[str]) -> Checked:
    """Every fault of ``tree`` against the whitelist and the declared fields, at once."""
    checker = _Checker(filters)
    scope: dict[str, tuple[str, _Type]] = {name: (name, node) for name, node in fields.items()}
    try:
        checker.body(tree.body, scope, 0)
    except RecursionError:
        checker.result.faults.append((1, TOO_DEEP))
    return checker.result


_Scope: TypeAlias = "dict[str, tuple[str, _Type]]"


class _Checker:
    def __init__(self, filters: Collection[str]) -> None:
        self.filters = frozenset(filters) | BUILT_IN.keys()
        self.result = Checked()

    def fault(self, node: nodes.Node, why: Why) -> None:
        self.result.faults.append((node.lineno, why))

    def body(self, body: Sequence[nodes.Node], scope: _Scope, depth: int) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        self.printed(part, scope)
            elif isinstance(node, nodes.If):
                self.expression(node.test, scope)
                self.body(node.body, scope, depth)
                for other in node.elif_:
                    self.expression(other.test, scope)
                    self.body(other.body, scope, depth)
                self.body(node.else_, scope, depth)
            elif isinstance(node, nodes.For):
                self.loop(node, scope, depth)
            else:
                self.fault(node, not_allowed(node))

    def printed(self, node: nodes.Expr, scope: _Scope) -> None:
        kind = self.expression(node, scope)
        if isinstance(kind, Mapping):
            path, instead = _path_of(node), _printable(kind)
            told = f"{path} is a group of fields and cannot be printed without a filter: {instead}"
            self.fault(node, Why("group", told, path, instead))
        elif isinstance(kind, Sequence) and not isinstance(kind, str):
            path = _path_of(node)
            told = f"{path} is a list and cannot be printed without a filter: use {{% for … %}} or | join('; ')"
            self.fault(node, Why("list", told, path))

    def loop(self, node: nodes.For, scope: _Scope, depth: int) -> None:
        if depth >= DEEPEST_LOOP:
            self.fault(node, Why("loops", f"loops may be nested {DEEPEST_LOOP} deep", DEEPEST_LOOP))
        if node.recursive:
            self.fault(node, Why("loop_self", "a recursive loop is not allowed in a template"))
        base: nodes.Node = node.iter
        self.expression(node.iter, scope)
        while isinstance(base, nodes.Filter) and base.node is not None:
            base = base.node
        path, kind = self.resolve(base, scope)
        element: _Type = _UNKNOWN
        if isinstance(kind, Sequence) and not isinstance(kind, str):
            element = kind[0] if kind else None
        elif not isinstance(kind, _Unknown) or isinstance(base, nodes.Const):
            self.fault(node, Why("not_list", f"{path} is not a list", path))
        if not isinstance(node.target, nodes.Name):
            self.fault(node, Why("loop_name", "a loop has one name"))
            return
        name = node.target.name
        self.name(node.target, name)
        if name in scope:
            self.fault(node, Why("hides", f"the loop name {name} hides a field of that name", name))
        inner: _Scope = {**scope, name: (f"{path}[]", element), "loop": ("loop", _LOOP)}
        if node.test is not None:
            self.expression(node.test, inner)
        self.body(node.body, inner, depth + 1)
        self.body(node.else_, scope, depth)

    def name(self, node: nodes.Node, name: str) -> None:
        if name.startswith("_"):
            self.fault(node, Why("underscore", f"the name {name} starts with _", name))

    def resolve(self, node: nodes.Node, scope: _Scope) -> tuple[str, _Type]:
        """Path and declared type of a name or a chain of fields; faults are noted by :meth:`expression`."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name, (node.name, _UNKNOWN))
        if isinstance(node, nodes.Getattr):
            path, kind = self.resolve(node.node, scope)
            inner = kind.get(node.attr, _UNKNOWN) if isinstance(kind, Mapping) else _UNKNOWN
            return f"{path}.{node.attr}", inner
        return "value", _UNKNOWN

    def expression(self, node: nodes.Node, scope: _Scope) -> _Type:
        """Check ``node``; its declared type if that is known."""
        if not isinstance(node, _ALLOWED):
            self.fault(node, not_allowed(node))
            return _UNKNOWN
        if isinstance(node, nodes.Name):
            self.name(node, node.name)
            if node.name not in scope:
                near = hint(node.name, scope)
                self.fault(node, Why("field", f"unknown field {node.name}: {near}", node.name, near))
                return _UNKNOWN
            path, kind = scope[node.name]
            self.result.fields.add(path)
            return kind
        if isinstance(node, nodes.Getattr):
            return self.attribute(node, scope)
        if isinstance(node, nodes.Filter):
            return self.filtered(node, scope)
        if isinstance(node, nodes.Test):
            if node.name not in _TESTS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
                self.fault(node, Why("test", f"the test {node.name} is not allowed in a template", node.name))
            self.expression(node.node, scope)
            return "flag"
        if isinstance(node, nodes.Const):
            if isinstance(node.value, str) and ("{" in node.value or "}" in node.value):
                self.fault(node, Why("braces", "braces of a tag stand here without one and would print"))
            return "text"
        for child in node.iter_child_nodes():
            self.expression(child, scope)
        return "flag"

    def attribute(self, node: nodes.Getattr, scope: _Scope) -> _Type:
        self.name(node, node.attr)
        kind = self.expression(node.node, scope)
        path, _ = self.resolve(node, scope)
        if isinstance(kind, Mapping):
            if node.attr not in kind:
                near = hint(node.attr, kind)
                self.fault(node, Why("field", f"unknown field {path}: {near}", path, near))
                return _UNKNOWN
            self.result.fields.add(path)
            return kind[node.attr]
        if not isinstance(kind, _Unknown):
            told = f"unknown field {path}: what stands before the dot has no fields"
            self.fault(node, Why("no_fields", told, path))
        elif not isinstance(node.node, nodes.Name | nodes.Getattr):
            told = "a field is read from a declared field only, not from the result of a filter"
            self.fault(node, Why("declared", told))
        return _UNKNOWN

    def filtered(self, node: nodes.Filter, scope: _Scope) -> _Type:
        if node.name not in self.filters:
            near = hint(node.name, self.filters)
            self.fault(node, Why("filter", f"unknown filter {node.name}: {near}", node.name, near))
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            self.fault(node, Why("filter_plain", f"the filter {node.name} takes plain values only", node.name))
        for argument in node.args:
            self.expression(argument, scope)
        if node.node is None:
            self.fault(node, Why("filter_block", "a filter block is not allowed in a template"))
            return _UNKNOWN
        self.expression(node.node, scope)
        return _UNKNOWN


def _printable(group: Mapping[str, FieldNode]) -> Hint:
    """What to write instead of a whole group of fields."""
    if "forms" in group:
        return Hint("write", "write | name", ("| name",))
    if "nom" in group:
        return Hint("write", "write | case('gen') or .nom", ("| case('gen')", ".nom"))
    if "letter" in group:
        return Hint("write", "write | date", ("| date",))
    near = hint("", group)
    return Hint("choose", f"choose a field of it ({near})", near.names)


_INSTEAD: Final = {
    **dict.fromkeys(("add", "concat"), ("beside", "put the values beside one another")),
    **dict.fromkeys(("sub", "mul", "div", "floordiv", "mod", "pow"), ("counted", "numbers are counted by the program")),
    **dict.fromkeys(("include", "extends", "import", "fromimport"), ("use", "use ::: use name :::")),
    **dict.fromkeys(("assign", "assignblock"), ("facts", "facts are made by the program")),
    "call": ("filter", "a filter takes its words after it, | name('gen')"),
    "getitem": ("dot", "write a dot and the field"),
    "condexpr": ("if", "use {% if … %} … {% else %} … {% endif %}"),
    "macro": ("block", "write a shared block"),
    "block": ("section", "write ::: section name"),
}
"""Node of the syntax tree that a template may not have → what to write instead: id and words."""


def not_allowed(node: nodes.Node) -> Why:
    kind = type(node).__name__.lower()
    if kind not in _INSTEAD:
        return Why("not_allowed", f"{kind} is not allowed in a template", kind)
    id, words = _INSTEAD[kind]
    told = f"{kind} is not allowed in a template: {words}"
    return Why("not_allowed", told, kind, Hint("instead", words, (id,)))


def _path_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path_of(node.node)}.{node.attr}"
    return "value"
