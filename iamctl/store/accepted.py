"""Documents that IAM had taken and the grammar here refuses: they came with an import and stay readable.

An import writes down the fingerprint of each. They are looked for in the imports' files themselves, so that the
account stays whole without its ledger, and only once a document was refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError
from iamctl.store.codec.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.store.codec.kinds import Kind
    from iamctl.store.codec.parts import DocumentCheck, DocumentProblem
    from iamctl.store.folder import Folder
    from iamctl.store.index import Stamp


class AcceptedDocuments:
    """A document check that passes over what an import accepted."""

    def __init__(self, folder: Folder, check: DocumentCheck) -> None:
        self._folder = folder
        self._check = check
        self._known: tuple[Stamp | None, frozenset[str]] = (None, frozenset())

    def __call__(self, tree: Any, kind: str) -> Iterable[DocumentProblem]:
        problems = list(self._check(tree, kind))
        if not problems:
            return ()
        from iamctl.model.import_record import fingerprint

        return () if fingerprint(tree) in self._fingerprints() else problems

    def _fingerprints(self) -> frozenset[str]:
        """Those of every import, read again once an import came or went."""
        kind = KINDS["imports"]
        stamp = self._folder.stamp(kind.folder)
        if self._known[0] != stamp:
            self._known = stamp, self._read(kind)
        return self._known[1]

    def _read(self, kind: Kind) -> frozenset[str]:
        import tomllib

        found: set[str] = set()
        for path, _ in self._folder.files(kind.folder):
            try:
                table = tomllib.loads(self._folder.text(path, kind)[0])
            except (IamctlError, ValueError):
                continue  # a finding of its own; here it accepts nothing
            accepted = table.get("accepted_documents", [])
            if isinstance(accepted, list):
                found.update(text for text in accepted if isinstance(text, str))
        return frozenset(found)
