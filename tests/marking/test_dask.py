"""A real Dask cluster of two worker processes on this machine: the same marks as this machine's own processes give."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import psutil
import pytest
from distributed import Client, LocalCluster, get_task_stream

from tests.marking.cohort import grade, gradebook_in, results_in, table, write_cohort

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as local:
        yield local


def test_a_cluster_gives_the_marks_that_the_pool_gives(cluster, tmp_path, assignments: Mapping[str, Assignment]):
    folder = tmp_path / "submitted"
    count = write_cohort(folder, assignments, students=4)
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    with Client(cluster.scheduler_address) as client:
        with get_task_stream(client) as stream:
            there = grade(folder, tmp_path / "there", "--executor", address)
        assert (there.returncode, there.stderr) == (0, "")
        assert len(stream.data) == count
        assert len({done["worker"] for done in stream.data}) == 2, "one worker did all of it"
        below = [psutil.Process(pid).children(recursive=True) for pid in client.run(os.getpid).values()]
        assert not any("bwrap" in each.name() for each in sum(below, [])), "a kernel was left on a worker"
    here = grade(folder, tmp_path / "here", "--jobs", "2")
    assert (here.returncode, here.stderr) == (0, "")
    found = results_in(tmp_path / "there")
    assert len(found) == count
    assert found == results_in(tmp_path / "here")
    assert table(tmp_path / "there") == table(tmp_path / "here")
    assert gradebook_in(tmp_path / "there") == gradebook_in(tmp_path / "here")


def test_what_a_cluster_began_this_machine_finishes(cluster, tmp_path, assignments: Mapping[str, Assignment]):
    folder, out = tmp_path / "submitted", tmp_path / "grades"
    count = write_cohort(folder, assignments, students=1)
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    assert grade(folder, out, "--executor", address).returncode == 0
    found = results_in(out)
    lost = sorted(found)[::3]
    for path in lost:
        (out / path).unlink()
    done = grade(folder, out)
    assert done.stdout.splitlines()[0].endswith(f" marked, {count - len(lost)} of them before"), done.stdout
    assert results_in(out) == found
