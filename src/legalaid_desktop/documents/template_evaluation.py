"""What the tree of a template gives for the facts of a case, within bounds whatever the case holds.

The tree was checked (``template_syntax.py``); nothing of Jinja runs here either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from jinja2 import nodes

from legalaid_desktop.documents.filters import BUILT_IN, Filter
from legalaid_desktop.documents.template_fault import TemplateFault, Why
from legalaid_desktop.documents.template_syntax import not_allowed
from legalaid_desktop.errors import TemplateFaulty

LONGEST_OUTPUT = 5 << 20
LONGEST_LIST = 1000
MOST_STEPS = 100_000
"""Nodes and values; the largest paper of the practice cases takes under 1,000."""
_COMPARE: dict[str, Callable[[object, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: cast(int, a) < cast(int, b),
    "lteq": lambda a, b: cast(int, a) <= cast(int, b),
    "gt": lambda a, b: cast(int, a) > cast(int, b),
    "gteq": lambda a, b: cast(int, a) >= cast(int, b),
    "in": lambda a, b: a in cast("Collection[object]", b),
    "notin": lambda a, b: a not in cast("Collection[object]", b),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A value at its place in the text: what ``{{ … }}`` gave."""

    value: object
    path: str


def evaluate(
    tree: nodes.Template, facts: Mapping[str, object], filters: Mapping[str, Filter], file: str
) -> Iterator[str | Printed]:
    """The output of ``tree`` piece by piece: the template's own text as ``str``, each value as :class:`Printed`.

    ``facts`` holds plain data only: mappings, lists, texts, whole numbers, flags and ``None``. Raises TemplateFaulty
    when a limit is passed or a value is none of these; what a filter raises goes through.
    """
    return _Evaluation(facts, {**BUILT_IN, **filters}, file).body(tree.body, dict(facts))


class _Evaluation:
    def __init__(self, facts: Mapping[str, object], filters: Mapping[str, Filter], file: str) -> None:
        self.filters = filters
        self.file = file
        self.steps = 0
        self.paths: dict[str, str] = {}

    def fault(self, node: nodes.Node, why: Why) -> TemplateFaulty:
        return TemplateFaulty((TemplateFault(self.file, node.lineno, why),))

    def step(self, node: nodes.Node) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise self.fault(node, Why("steps", "the template takes too many steps"))

    def body(self, body: Sequence[nodes.Node], scope: dict[str, object]) -> Iterator[str | Printed]:
        for node in body:
            self.step(node)
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        yield part.data
                    else:
                        yield Printed(self.value(part, scope), self.path(part))
            elif isinstance(node, nodes.If):
                yield from self.body(self.branch(node, scope), scope)
            elif isinstance(node, nodes.For):
                yield from self.loop(node, scope)
            else:
                raise self.fault(node, not_allowed(node))

    def branch(self, node: nodes.If, scope: dict[str, object]) -> Sequence[nodes.Node]:
        if self.value(node.test, scope):
            return node.body
        for other in node.elif_:
            if self.value(other.test, scope):
                return other.body
        return node.else_

    def loop(self, node: nodes.For, scope: dict[str, object]) -> Iterator[str | Printed]:
        items = self.value(node.iter, scope)
        if items is None:
            items = ()
        if not isinstance(items, list | tuple):
            raise self.fault(node, Why("over_list", "a loop runs over a list"))
        if len(items) > LONGEST_LIST:
            raise self.fault(node, Why("list_long", f"a list is longer than {LONGEST_LIST}", LONGEST_LIST))
        name = cast(nodes.Name, node.target).name
        if node.test is not None:
            items = [item for item in items if self.value(node.test, {**scope, name: item})]
        if not items:
            yield from self.body(node.else_, scope)
            return
        base: nodes.Node = node.iter
        while isinstance(base, nodes.Filter) and base.node is not None:
            base = base.node
        list_path = self.path(base)
        before = self.paths.get(name)
        for index, item in enumerate(items):
            self.paths[name] = f"{list_path}[{index}]"
            loop = {"index": index + 1, "first": index == 0, "last": index == len(items) - 1, "length": len(items)}
            yield from self.body(node.body, {**scope, name: item, "loop": loop})
        if before is None:
            self.paths.pop(name, None)
        else:
            self.paths[name] = before

    def path(self, node: nodes.Node) -> str:
        """The dotted path a value is read from, such as ``events[3].date``."""
        if isinstance(node, nodes.Name):
            return self.paths.get(node.name, node.name)
        if isinstance(node, nodes.Getattr):
            return f"{self.path(node.node)}.{node.attr}"
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self.path(node.node)
        return "value"

    def value(self, node: nodes.Node, scope: Mapping[str, object]) -> object:
        self.step(node)
        if isinstance(node, nodes.Name):
            return self.plain(node, scope.get(node.name))
        if isinstance(node, nodes.Getattr):
            group = self.value(node.node, scope)
            return self.plain(node, group.get(node.attr)) if isinstance(group, Mapping) else None
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Filter):
            arguments = [self.value(argument, scope) for argument in node.args]
            source = self.value(node.node, scope) if node.node is not None else None
            return self.plain(node, self.filters[node.name](source, *arguments))
        if isinstance(node, nodes.Test):
            given = _given(self.value(node.node, scope))
            return given if node.name == "defined" else not given
        if isinstance(node, nodes.And):
            return self.value(node.left, scope) and self.value(node.right, scope)
        if isinstance(node, nodes.Or):
            return self.value(node.left, scope) or self.value(node.right, scope)
        if isinstance(node, nodes.Not):
            return not self.value(node.node, scope)
        if isinstance(node, nodes.Compare):
            return self.compare(node, scope)
        raise self.fault(node, not_allowed(node))

    def compare(self, node: nodes.Compare, scope: Mapping[str, object]) -> bool:
        left = self.value(node.expr, scope)
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            if (left is None or right is None) and operand.op not in ("eq", "ne"):
                # A missing value is neither more nor less than another, and is in nothing.
                if operand.op != "notin":
                    return False
                left = right
                continue
            try:
                if not _COMPARE[operand.op](left, right):
                    return False
            except TypeError:
                raise self.fault(node, Why("compared", "two values of different kinds are compared")) from None
            left = right
        return True

    def plain(self, node: nodes.Node, value: object) -> object:
        if value is None or isinstance(value, str | int | Mapping | list | tuple):
            return value
        path = self.path(node)
        raise self.fault(node, Why("not_plain", f"{path} is not plain data", path))


def _given(value: object) -> bool:
    """Whether a fact was given: not ``None`` and no empty text; an empty list and ``False`` are given."""
    return value is not None and value != ""
