"""What both packaged tables are written with: texts deflated with a common dictionary, and a file of fixed bytes."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOW = 32768  # what deflate can look back on


def dictionary_of(texts: Iterable[str], words: str) -> bytes:
    """What deflate knows before it begins: the words that most texts share, the most telling ones last.

    Args:
        words: a pattern of what a word is.
    """
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(set(re.findall(words, text)))
    ranked = sorted(counted.items(), key=lambda item: (-(item[1] - 1) * len(item[0]), item[0]))
    chosen: list[bytes] = []
    left = WINDOW
    for word, _ in ranked:
        left -= len(word.encode())
        if left < 0:
            break
        chosen.append(word.encode())
    return b"".join(reversed(chosen))


def deflated(text: str, dictionary: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return packer.compress(text.encode()) + packer.flush()


class TableFile:
    """An SQLite file in the making; `content` is its bytes once the block has ended."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.content = b""


@contextmanager
def table_file(schema: str, *, page_size: int) -> Iterator[TableFile]:
    """A file to fill, whose bytes depend on what is put into it alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.sqlite3"
        connection = sqlite3.connect(path)
        connection.executescript(f"PRAGMA page_size = {page_size}; PRAGMA journal_mode = OFF; {schema}")
        file = TableFile(connection)
        yield file
        connection.commit()
        connection.execute("VACUUM")
        connection.close()
        content = bytearray(path.read_bytes())
    # The last header field names the SQLite that wrote the file, which readers do not look at: 3.37.0 for all.
    content[96:100] = (3037000).to_bytes(4, "big")
    file.content = bytes(content)
