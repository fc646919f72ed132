"""Where submissions are marked: in processes of this machine, or on the workers of a Dask cluster.

Both are context managers with `marked(tasks)`, which gives each task back with its result as soon as there is one, and
takes no more tasks from its argument than are under way, so that few submissions are in memory at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, Protocol

from casebook import __version__
from casebook.errors import CasebookError
from casebook.marking import work
from casebook.marking.assignment import Assignment
from casebook.marking.errors import Interrupted, Refused
from casebook.marking.intake import Submission
from casebook.marking.result import Result
from casebook.marking.run import Limits

_TRIES = 2


@dataclass(frozen=True)
class Task:
    """One submission to mark."""

    submission: Submission
    content: bytes
    assignment: Assignment


@dataclass(frozen=True)
class Done:
    """A task that is over: its result, or why there is none."""

    task: Task
    result: Result | None
    trouble: str = ""


class Pool(Protocol):
    """What marks."""

    def __enter__(self) -> Pool: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def marked(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task once it is over, in no particular order."""
        ...


class Processes:
    """Processes of this machine, `jobs` at a time.

    Each is a pool of its own: where one process ends in the midst of its work, it is known whose work it was, and
    no other is touched.
    """

    def __init__(self, jobs: int, limits: Limits, *, trusting: bool) -> None:
        self._jobs = jobs
        self._limits = limits
        self._trusting = trusting
        self._context = multiprocessing.get_context("spawn")
        # Nothing is ever written to it: its end is what the processes wait for.
        self._theirs, self._ours = self._context.Pipe(duplex=False)
        self._lanes: list[ProcessPoolExecutor] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for lane in self._lanes:
                lane.shutdown()
        self._ours.close()
        for lane in self._lanes:
            lane.shutdown(cancel_futures=True)
        self._theirs.close()

    def marked(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task once it is over. One whose process ended is tried once more before it is given up."""
        waiting = iter(tasks)
        under_way: dict[Future[dict[str, Any]], tuple[ProcessPoolExecutor, Task, int]] = {}

        def begin(lane: ProcessPoolExecutor, task: Task, tries: int = 1) -> None:
            given = (task.submission, task.content, task.assignment, self._limits, self._trusting)
            try:
                one = lane.submit(work.marked_one, *given)
            except BrokenProcessPool:  # its process ended when it had nothing to do
                lane = self._instead_of(lane)
                one = lane.submit(work.marked_one, *given)
            under_way[one] = (lane, task, tries)

        for task in islice(waiting, self._jobs):
            begin(self._lane(), task)
        while under_way:
            over, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in over:
                lane, task, tries = under_way.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    lane = self._instead_of(lane)
                    if tries < _TRIES:
                        begin(lane, task, tries + 1)
                        continue
                # The process gets its next work before anything else is done with this result.
                for following in islice(waiting, 1):
                    begin(lane, following)
                yield _done(task, error, None if error else future.result())

    def _lane(self) -> ProcessPoolExecutor:
        lane = ProcessPoolExecutor(1, self._context, initializer=work.begin, initargs=(self._theirs,))
        self._lanes.append(lane)
        return lane

    def _instead_of(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        self._lanes.remove(broken)
        broken.shutdown()
        return self._lane()


class Cluster:
    """The workers of a Dask cluster whose scheduler is at `address` ('tcp://host:port').

    Entering raises Refused where none answers within `patience` seconds, where there are no workers, and where
    they lack this release of the program or a sandbox.
    """

    def __init__(self, address: str, limits: Limits, *, trusting: bool, patience: float = 10) -> None:
        self._address = address
        self._limits = limits
        self._trusting = trusting
        self._patience = patience

    def __enter__(self) -> Cluster:
        self._client = self._connected()
        try:
            self._ask()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with contextlib.suppress(Exception):  # all is marked; a worker may have gone in the meantime
                self._client.run(work.close)
        self._client.close()

    def marked(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task once it is over. Dask itself tries one anew whose worker is lost, and gives it up in the end.

        Raises Interrupted where the cluster no longer answers.
        """
        from distributed import as_completed

        waiting = iter(tasks)
        held: dict[str, Any] = {}  # each exercise goes to the workers once
        tasks_of: dict[Any, Task] = {}

        def begin(task: Task) -> Any:
            slug = task.submission.exercise
            if slug not in held:
                held[slug] = self._client.scatter(task.assignment, broadcast=True)
            one = self._client.submit(
                work.marked_one,
                *(task.submission, task.content, held[slug], self._limits, self._trusting),
                pure=False,
            )
            tasks_of[one] = task
            return one

        # Two for each thread, so that none waits for the way through the network.
        many = 2 * sum(self._client.nthreads().values())
        over: Any = as_completed(  # type: ignore[no-untyped-call]
            [begin(task) for task in islice(waiting, many)], loop=self._client.loop
        )
        for future in over:
            task = tasks_of.pop(future)
            if future.status not in ("finished", "error"):
                raise Interrupted(f"{self._address}: the Dask cluster no longer answers", 1)
            for following in islice(waiting, 1):
                over.add(begin(following))
            error = future.exception()
            yield _done(task, error, None if error else future.result())
            future.release()

    def _connected(self) -> Any:
        import logging

        from distributed import Client  # here, as it takes long to import

        # What it has to say is said by the errors here; each part of it has set a level of its own.
        for name in [*logging.root.manager.loggerDict]:
            if name.split(".")[0] == "distributed":
                logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            # Asked first by itself: Client waits without end for one that takes the call and never says a word.
            asyncio.run(_answer(self._address, self._patience))
            return Client(  # type: ignore[no-untyped-call]
                self._address, timeout=self._patience, set_as_default=False
            )
        except Exception as error:  # what is no scheduler may answer anything
            raise Refused(
                f"{self._address}: no Dask scheduler answers there within {self._patience:g} seconds "
                f"({_line(error)}): start one, or mark on this machine without --executor"
            ) from None

    def _ask(self) -> None:
        """See that every worker can do the work."""
        try:
            releases = self._client.run(work.ready, self._trusting)
        except CasebookError as error:
            raise Refused(f"{self._address}: on a worker: {error}") from None
        except Exception as error:
            raise Refused(
                f"{self._address}: its workers cannot run this program ({_line(error)}): install it there, "
                "with the same Python and the same lock file"
            ) from None
        if not releases:
            raise Refused(f"{self._address}: this Dask cluster has no workers: start some")
        for worker, release in sorted(releases.items()):
            if release != __version__:
                raise Refused(
                    f"{self._address}: worker {worker} has release {release} of this program, "
                    f"and this is {__version__}: install the same"
                )


async def _answer(address: str, patience: float) -> None:
    """See that something answers at `address` as Dask does. Raises what is wrong otherwise."""
    from distributed.comm.core import connect

    comm = await asyncio.wait_for(connect(address, timeout=patience), patience)  # type: ignore[no-untyped-call]
    await comm.close()


def _done(task: Task, error: BaseException | None, raw: dict[str, Any] | None) -> Done:
    if isinstance(error, BrokenProcessPool) or type(error).__name__ == "KilledWorker":
        return Done(task, None, "the process that marked it ended each time that it was tried")
    if error is not None or raw is None:
        return Done(task, None, f"{type(error).__name__}: {_line(error)}")
    return Done(task, Result.from_json(raw))


def _line(error: BaseException | None) -> str:
    """The first line of an error's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
