from __future__ import annotations

import subprocess
import sys

from ra_registry.embedded.locks import Lease, in_use

HOLD_A_LEASE = """
import sys, time
from pathlib import Path
from ra_registry.embedded.locks import Lease
lease = Lease(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_the_servers_are_in_use_until_the_last_lease_ends(tmp_path):
    path = tmp_path / "users.lock"
    assert not in_use(path)

    first, second = Lease(path), Lease(path)
    first.release()
    assert in_use(path)

    second.release()
    assert not in_use(path)


def test_the_lease_of_a_killed_process_ends_with_it(tmp_path):
    path = tmp_path / "users.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_A_LEASE, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"held\n"
        assert in_use(path)
        process.kill()

    assert not in_use(path)
