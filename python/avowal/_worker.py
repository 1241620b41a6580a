"""``avowal worker`` as a child process that is begun again when it dies: what engines run on each core.

A document that takes the child down costs nobody but itself its result: those that were under way with it are given to
the next child one by one, and the one that takes down that one too is answered ``crashed``.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections import deque
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from ._program import program as packaged_program

#: How many tasks are given ahead of the first unanswered one. The worker takes as many for each of its threads, so that
#: neither side ever waits for the other to read.
_AHEAD = 16

#: How many bytes of tasks are given ahead, unless it is a single one.
_BYTES_AHEAD = 32 << 20

#: How often a document is tried alone before it is answered ``crashed``.
_TRIES_ALONE = 3


class _Died(Exception):
    """The child is gone."""


class WorkerProcess:
    """Answers tasks in a child process.

    :param options: Further options of ``avowal worker``, as in ``["--rubric", "au-msa", "--as-of", "2026-11-24"]``.
    :param program: The avowal to run; the one of this package by default.
    :param stall: Seconds without an answer after which the child is taken for dead.
    """

    def __init__(
        self,
        options: Sequence[str] = (),
        *,
        program: Optional[str] = None,
        stall: float = 900.0,
    ) -> None:
        self._command = [program or str(packaged_program()), "worker", "--jobs", "1", *options]
        self._stall = stall
        self._child: Optional[subprocess.Popen[bytes]] = None
        self._unread = bytearray()
        #: How often a child was begun anew after the first.
        self.restarts = 0

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child."""
        child, self._child = self._child, None
        self._unread.clear()
        if child is not None:
            child.kill()
            for pipe in (child.stdin, child.stdout):
                try:
                    if pipe is not None:
                        pipe.close()
                except BrokenPipeError:
                    pass
            child.wait()

    def run(self, tasks: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """One result for each of ``tasks``, in their order, each with the ``id`` of its task."""
        return map(json.loads, self.run_lines(tasks))

    def run_lines(self, tasks: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
        """As :meth:`run`, each result as the line of JSON that it came as."""
        under_way: deque[tuple[Mapping[str, Any], bytes]] = deque()
        waiting = iter(tasks)
        ended = False
        while under_way or not ended:
            try:
                held = sum(len(line) for _, line in under_way)
                while not ended and len(under_way) < _AHEAD and (not under_way or held < _BYTES_AHEAD):
                    task = next(waiting, None)
                    if task is None:
                        ended = True
                        break
                    line = _line(task)
                    held += len(line)
                    under_way.append((task, line))
                    self._give(line)
                if under_way:
                    answer = self._take()
                    under_way.popleft()
                    yield answer
            except _Died:
                # Which of them it was is not known: each is tried alone.
                suspects, under_way = under_way, deque()
                for task, line in suspects:
                    yield self._alone(task, line)

    def _alone(self, task: Mapping[str, Any], line: bytes) -> bytes:
        for _ in range(_TRIES_ALONE):
            try:
                self._give(line)
                return self._take()
            except _Died as died:
                how = str(died)
        failure = {
            "id": task.get("id"),
            "type": "failure",
            "schema": 1,
            "source": _label(task),
            "stage": "score",
            "code": "crashed",
            "message": f"the worker ended while it had this document: {how}",
            "hint": "report this document: avowal should have survived it",
        }
        return json.dumps(failure).encode()

    def _give(self, line: bytes) -> None:
        if self._child is None:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        assert self._child.stdin is not None
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._child.stdin.write(rest) :]
        except (BrokenPipeError, ConnectionResetError):
            self._bury()

    def _take(self) -> bytes:
        assert self._child is not None and self._child.stdout is not None
        stream = self._child.stdout.fileno()
        while (end := self._unread.find(b"\n")) < 0:
            if os.name != "nt" and not select.select([stream], [], [], self._stall)[0]:
                self._bury(f"no answer for {self._stall:.0f} seconds")
            more = os.read(stream, 1 << 20)
            if not more:
                self._bury()
            self._unread += more
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _bury(self, how: Optional[str] = None) -> None:
        child = self._child
        assert child is not None
        if how is None:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
            code = child.wait()
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self.close()
        self.restarts += 1
        raise _Died(how)


def _line(task: Mapping[str, Any]) -> bytes:
    # Keys without a value are as if they were not there.
    sent = {key: value for key, value in task.items() if value is not None}
    return json.dumps(sent).encode() + b"\n"


def _label(task: Mapping[str, Any]) -> str:
    for key in ("path", "url", "name", "final_url", "id"):
        if task.get(key) is not None:
            return str(task[key])
    return ""
