"""SPSS: read by a process of its own, since a damaged file can bring the library down and us with it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.ipc
from pydantic import TypeAdapter

from centricity.errors import Refusal
from centricity.formats.layout import Layout
from centricity.formats.table_formats import SpssFormat
from centricity.readers.batches import MISSING_REASONS
from centricity.readers.containers import uncompressed

COMMAND = [sys.executable, "-c", "from centricity.readers.spss_texts import main; main()"]
CRASHES = (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL)


def read(path: Path, layout: Layout[SpssFormat]) -> Iterator[pa.Table]:
    """Read an SPSS file; see `read_records`. `row_number` is the case, from 1."""
    with uncompressed(path) as file, TemporaryDirectory(dir=path.parent) as folder:
        texts = Path(folder, "texts.arrow")
        reasons = _write_texts(file, layout, texts)
        with pa.memory_map(str(texts)) as source, pa.ipc.open_stream(source) as batches:
            said = batches.schema.metadata | {MISSING_REASONS: json.dumps(reasons)}
            for batch in batches:
                yield pa.table(batch).replace_schema_metadata(said)


def _write_texts(file: Path, layout: Layout[SpssFormat], target: Path) -> dict[str, dict[str, int]]:
    """Have the texts written; says by variable how often a value was missing, and why."""
    told = TypeAdapter(Layout[SpssFormat]).dump_python(layout, mode="json")
    task = json.dumps({"layout": told, "file": str(file), "target": str(target)})
    done = subprocess.run(COMMAND, input=task, capture_output=True, text=True, check=False)
    if done.returncode in CRASHES:
        raise Refusal("corrupt_file", "The file is not whole SPSS.")
    if done.returncode:
        raise ChildProcessError  # its words may hold a value
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise Refusal(*answer["refusal"])
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    return answer["missing_reasons"]
