"""Policies narrowed to what was used, and what is lost by it.

Of each Allow the actions that were used on a resource it speaks of stay; where the log tells the resources of every
use of an action, those may take the place of the statement's own. Conditions and Denies stay as they are, so that
nothing is gained: the comparison proves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.fewest_statements import fewest
from iamctl.analysis.simplification import Said, Simplifier
from iamctl.engine.patterns import utf16
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.errors import InvalidInput, Undecided
from iamctl.model.document import Document
from iamctl.policy.statements import CURRENT_VERSION
from iamctl.service.comparing.comparison import Comparer, Comparison, parts_of
from iamctl.service.comparing.sides import PolicySide, of_policy
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.shrinking.used import Use

Tree = dict[str, Any]
AFTER = "what was used"


class Shrunk(NamedTuple):
    """A policy that allows what was used.

    Attributes:
        document: None where nothing of the policies was used and nothing is denied.
        comparison: what is lost; nothing is gained.
        before, after: characters without white space.
    """

    document: Document | None
    comparison: Comparison
    comparer: Comparer
    before: int
    after: int


def shrink(
    documents: Sequence[NamedDocument], uses: Sequence[Use], *, label: str, with_resources: bool = False
) -> Shrunk:
    """The documents as one that is narrowed to the uses.

    Args:
        label: what the documents are called together.
        with_resources: also narrow resources, where the log tells them for every use of an action.

    Raises:
        InvalidInput: several documents, one of which takes `${…}` literally.
        Undecided: it is not proved that nothing is gained.
    """
    comparer = Comparer()
    version = _version(documents)
    trees: list[Any] = [
        tree
        for compiled, source in _statements(documents)
        for tree in _narrowed(compiled, source, uses, with_resources=with_resources)
    ]
    if version == CURRENT_VERSION and trees:
        said = [Said(tree, label, number) for number, tree in enumerate(trees)]
        trees = list(Simplifier(comparer.space).simplified(said).statements)
    document = Document.of({"Version": version, "Statement": trees}) if trees else None
    comparison = _compared(documents, document, comparer, label)
    before = sum(each.document.size for each in documents)
    return Shrunk(document, comparison, comparer, before, document.size if document is not None else 0)


def _version(documents: Sequence[NamedDocument]) -> str:
    trees: list[Any] = [each.document.tree for each in documents]
    versions = {tree.get("Version", "2008-10-17") for tree in trees}
    if versions <= {CURRENT_VERSION} or not any("${" in each.document.text for each in documents):
        return CURRENT_VERSION
    if len(versions) > 1:
        old = next(each for each, tree in zip(documents, trees, strict=True) if tree.get("Version") != CURRENT_VERSION)
        raise InvalidInput(f"{old.name} takes ${{…}} literally by its Version.", hint="shrink each policy by itself")
    return str(versions.pop())


def _statements(documents: Iterable[NamedDocument]) -> Iterable[tuple[CompiledStatement, Tree]]:
    for named in documents:
        tree: Any = named.document.tree
        listed = tree["Statement"] if isinstance(tree["Statement"], list) else [tree["Statement"]]
        yield from zip(Layer((named,)).statements, listed, strict=True)


def _narrowed(compiled: CompiledStatement, tree: Tree, uses: Sequence[Use], *, with_resources: bool) -> list[Tree]:
    if compiled.is_deny:
        return [tree]
    bearing = [use for use in uses if _speaks(compiled, use)]
    if not bearing:
        return []
    on: dict[str, set[str]] = {}
    open_actions: set[str] = set()
    for use in bearing:
        resources = _fitting(compiled, use) if with_resources else ()
        if resources:
            on.setdefault(use.action, set()).update(resources)
        else:
            open_actions.add(use.action)
    rest = {name: value for name, value in tree.items() if name not in ("Action", "NotAction")}
    found = [rest | {"Action": sorted(open_actions)}] if open_actions else []
    pairs = [(action, each) for action, several in on.items() if action not in open_actions for each in several]
    bare = {name: value for name, value in rest.items() if name not in ("Resource", "NotResource", "Sid")}
    found += [bare | {"Action": list(actions), "Resource": list(some)} for actions, some in fewest(pairs)]
    return found


def _speaks(compiled: CompiledStatement, use: Use) -> bool:
    """Whether the statement may have let the use through; its conditions may have held."""
    if not compiled.fits_action(use.action.lower()):
        return False
    known = _known(use)
    return not known or _has_variables(compiled) or any(_fits(compiled, each) for each in known)


def _fitting(compiled: CompiledStatement, use: Use) -> list[str]:
    """The use's resources that can stand for the statement's; none where some are not told."""
    if _has_variables(compiled):
        return []
    return [each for each in _known(use) if _fits(compiled, each) and not set(each) & set("*?$")]


def _fits(compiled: CompiledStatement, resource: str) -> bool:
    return compiled.fits_resource(utf16(resource), {})


def _has_variables(compiled: CompiledStatement) -> bool:
    said = compiled.statement
    return said.has_variables and any("${" in text for text in (*(said.resources or ()), *(said.not_resources or ())))


def _known(use: Use) -> list[str]:
    """The resources of the use that its action acts on: a record names others too, such as a key."""
    reference = service_reference()
    action = reference.action(use.action)
    if action is None:
        return list(use.resources)
    types = reference.resource_types_for(action)
    return [each for each in use.resources if any(reference.arn_matches(kind, each) for kind in types)]


def _compared(
    documents: Sequence[NamedDocument], document: Document | None, comparer: Comparer, label: str
) -> Comparison:
    after = Layer(() if document is None else (NamedDocument(AFTER, document),))
    difference = comparer.difference(
        of_policy(PolicySide(label, Layer(documents))), of_policy(PolicySide(AFTER, after))
    )
    gained = [each for each in difference.undecided if each.is_gain]
    if difference.gained or gained:
        constructs = sorted({construct for each in gained for construct in each.constructs})
        raise Undecided("It is not proved that nothing is gained.", hint=[f"it hangs on {', '.join(constructs)}"])
    return Comparison(label, AFTER, parts_of([("", difference)]))
