"""Reads companies' modern slavery statements and scores them, with the sentence behind every score.

    >>> import avowal
    >>> result = avowal.assess("statement.pdf")
    >>> result["assessments"][0]["mandatory_met"]
    5

Everything happens on this machine, and no address is asked unless one is given. Results are the objects of
``avowal worker`` and of ``assessments.ndjson``; :func:`schema` describes them. A document that cannot be read is a
result too, of type ``"failure"``: only mistakes of the caller raise.
"""

from __future__ import annotations

import base64
import datetime
import itertools
import json
import os
import threading
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence, Union

from . import _native
from ._program import program
from ._tables import to_arrow, to_pandas

__all__ = [
    "Source",
    "__version__",
    "assess",
    "assess_iter",
    "assess_many",
    "hello",
    "program",
    "rubrics",
    "schema",
    "to_arrow",
    "to_pandas",
]

__version__: str = _native.__version__

#: A document: a path, an address, the text, the bytes, or a task of ``avowal worker`` as a mapping.
Source = Union[str, bytes, bytearray, memoryview, "os.PathLike[str]", Mapping[str, Any]]

#: A string of more characters, or of several lines, is taken for a text and not for a path.
_LONGEST_PATH = 4096

#: How many documents for each core are handed over at once.
_AT_ONCE = 128

_lock = threading.Lock()
_assessors: dict[tuple[Any, ...], _native.Assessor] = {}


def assess(
    source: Source,
    *,
    rubric: Union[str, Sequence[str]] = "uk-msa",
    name: Optional[str] = None,
    as_of: Union[str, datetime.date, None] = None,
    timeout: float = 20.0,
    isolated: bool = True,
    offline: bool = False,
    allow_private: bool = False,
    password: Optional[str] = None,
    store: Union[str, "os.PathLike[str]", None] = None,
    **known: Any,
) -> dict[str, Any]:
    """Assesses one statement.

    :param source: A path (``str`` or ``os.PathLike``), an ``http(s)`` address, the bytes of a file of any format, or the
        text itself. A ``str`` is an address where it begins like one, a text where it has several lines or more than
        4,096 characters, else a path; ``{"text": ...}`` leaves no doubt.
    :param rubric: The name of a built-in rubric, the path of one of your own, or several of them.
    :param name: What a document given as bytes or text is called.
    :param as_of: Judge whether the statement is out of date as of this day; today by default.
    :param timeout: Give up reading the document after so many seconds.
    :param isolated: Read documents in a process of their own, which a hostile file can only take down alone. Without,
        what breaks a reader may break this process.
    :param offline: Open no connection.
    :param allow_private: Also ask addresses of this machine and of private networks.
    :param password: Opens encrypted files.
    :param store: Keep what is fetched in this folder, and look there first.
    :param known: What is known already and wins over what the text says: ``organisation``, ``company_number``,
        ``sector``, ``country``, ``turnover``, ``period_end``.
    :return: A result of type ``"statement"`` or ``"failure"``.
    :raises ValueError: where the rubric or the day is none.
    """
    task = _task(0, source, name, known)
    assessor = _assessor(rubric, as_of, 1, timeout, isolated, offline, allow_private, password, store)
    result: dict[str, Any] = json.loads(assessor.answer(json.dumps(task).encode()))
    _check(result)
    if not isinstance(source, Mapping):
        del result["id"]
    return result


def assess_many(
    sources: Iterable[Source],
    *,
    rubric: Union[str, Sequence[str]] = "uk-msa",
    jobs: Optional[int] = None,
    as_of: Union[str, datetime.date, None] = None,
    timeout: float = 20.0,
    isolated: bool = True,
    offline: bool = False,
    allow_private: bool = False,
    password: Optional[str] = None,
    store: Union[str, "os.PathLike[str]", None] = None,
) -> list[dict[str, Any]]:
    """Assesses many statements on all cores, without holding the interpreter's lock.

    Options are those of :func:`assess`. Each source may be a task of ``avowal worker`` as a mapping, with an ``id`` and
    what is known of it. The results are in the order of the sources; each has an ``id``: its own, or the place of its
    source, from 0.

    :param jobs: How many documents are worked on at once; the cores of this process by default.
    """
    return list(
        assess_iter(
            sources,
            rubric=rubric,
            jobs=jobs,
            as_of=as_of,
            timeout=timeout,
            isolated=isolated,
            offline=offline,
            allow_private=allow_private,
            password=password,
            store=store,
        )
    )


def assess_iter(
    sources: Iterable[Source],
    *,
    rubric: Union[str, Sequence[str]] = "uk-msa",
    jobs: Optional[int] = None,
    as_of: Union[str, datetime.date, None] = None,
    timeout: float = 20.0,
    isolated: bool = True,
    offline: bool = False,
    allow_private: bool = False,
    password: Optional[str] = None,
    store: Union[str, "os.PathLike[str]", None] = None,
) -> Iterator[dict[str, Any]]:
    """As :func:`assess_many`, result by result: for more statements than fit into memory.

    Sources are drawn, and results given, some hundred at a time.
    """
    jobs = jobs or _cores()
    assessor = _assessor(rubric, as_of, jobs, timeout, isolated, offline, allow_private, password, store)
    numbered = enumerate(sources)
    while chunk := list(itertools.islice(numbered, jobs * _AT_ONCE)):
        tasks = (json.dumps(_task(place, source, None, {})) for place, source in chunk)
        answers = assessor.answer_all("\n".join(tasks).encode())
        for line in answers.splitlines():
            result = json.loads(line)
            _check(result)
            yield result


def rubrics() -> list[str]:
    """The names of the built-in rubrics."""
    return _native.rubrics()


def schema() -> dict[str, Any]:
    """The JSON Schema of tasks (``$defs/task``) and results (``$defs/result``)."""
    described: dict[str, Any] = json.loads(_native.schema())
    return described


def hello(
    *, rubric: Union[str, Sequence[str]] = "uk-msa", as_of: Union[str, datetime.date, None] = None
) -> dict[str, Any]:
    """Versions and digests of what answers: what the first line of ``avowal worker --hello`` says."""
    told: dict[str, Any] = json.loads(_assessor(rubric, as_of, 1, 20.0, True, False, False, None, None).hello())
    return told


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _assessor(
    rubric: Union[str, Sequence[str]],
    as_of: Union[str, datetime.date, None],
    jobs: int,
    timeout: float,
    isolated: bool,
    offline: bool,
    allow_private: bool,
    password: Optional[str],
    store: Union[str, "os.PathLike[str]", None],
) -> _native.Assessor:
    """The assessor with these settings, made once for each process: a forked one must not share it."""
    names = (rubric,) if isinstance(rubric, str) else tuple(rubric)
    if not names:
        raise ValueError("name a rubric")
    day = as_of or datetime.datetime.now(datetime.timezone.utc).date()
    day = day if isinstance(day, str) else day.isoformat()[:10]
    folder = None if store is None else os.fspath(store)
    key = (os.getpid(), names, day, jobs, timeout, isolated, offline, allow_private, password, folder)
    with _lock:
        assessor = _assessors.get(key)
        if assessor is None:
            assessor = _native.Assessor(
                rubrics=list(names),
                as_of=day,
                jobs=jobs,
                timeout=timeout,
                program=program() if isolated else None,
                offline=offline,
                allow_private=allow_private,
                password=password,
                store=folder,
            )
            if len(_assessors) >= 16:
                _assessors.pop(next(iter(_assessors)))
            _assessors[key] = assessor
    return assessor


def _task(place: int, source: Source, name: Optional[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """``source`` as a task of ``avowal worker``."""
    task: dict[str, Any] = {"id": place}
    if isinstance(source, Mapping):
        task.update(source)
        # Bytes may be given as such.
        if isinstance(task.get("base64"), (bytes, bytearray, memoryview)):
            task["base64"] = base64.b64encode(task["base64"]).decode()
    elif isinstance(source, (bytes, bytearray, memoryview)):
        task["base64"] = base64.b64encode(source).decode()
    elif isinstance(source, str):
        if source.startswith(("http://", "https://")):
            task["url"] = source
        elif "\n" in source or len(source) > _LONGEST_PATH:
            task["text"] = source
        else:
            task["path"] = source
    else:
        task["path"] = os.fspath(source)
    if name is not None:
        task["name"] = name
    for key, value in known.items():
        if key not in ("organisation", "company_number", "sector", "country", "turnover", "period_end"):
            raise TypeError(f"assess() got an unexpected keyword argument {key!r}")
        if value is not None:
            task[key] = value.isoformat() if isinstance(value, datetime.date) else value
    return task


def _check(result: Mapping[str, Any]) -> None:
    """A task that is none is a mistake of the caller, not of a document."""
    if result["type"] == "failure" and result["code"] == "bad-task":
        raise ValueError(f"{result['message']}: {result['hint']}")
