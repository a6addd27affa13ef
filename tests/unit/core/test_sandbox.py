"""A process that reads untrusted files: what one of them does to it never reaches the next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ra_registry.core.sandbox import Done, Failed, Failure, Limits, Sandbox

HANDLER = "tests.factories.sandboxed:handle"
LIMITS = Limits(memory_mib=512, seconds=2, file_mib=2)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(HANDLER, LIMITS) as made:
        yield made


def test_one_process_answers_in_order(sandbox: Sandbox) -> None:
    answers = list(sandbox.each({"do": "double", "n": n} for n in range(5)))
    assert all(isinstance(one, Done) for one in answers)
    assert [one.answer["doubled"] for one in answers] == [0, 2, 4, 6, 8]
    assert len({one.answer["process"] for one in answers}) == 1
    assert answers[0].answer["process"] != os.getpid()


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("raise", Failed(Failure.RAISED, "ValueError")),
        ("hoard", Failed(Failure.MEMORY)),
        ("sleep", Failed(Failure.TIME)),
        ("leave", Failed(Failure.DIED)),
        ("crash", Failed(Failure.DIED)),
        ("kill", Failed(Failure.DIED)),
        ("flood", Failed(Failure.DIED)),
        ("lie", Failed(Failure.DIED)),
        ("unknown", Failed(Failure.RAISED, "KeyError")),
    ],
)
def test_what_fails_fails_alone(sandbox: Sandbox, deed: str, why: Failed) -> None:
    told = list(
        sandbox.each(
            [
                {"do": "double", "n": 1},
                {"do": deed, "secret": "Yamada Hanako"},
                {"do": "double", "n": 2},
            ]
        )
    )
    assert told[1] == why
    assert [one.answer["doubled"] for one in told[::2]] == [2, 4]


def test_a_file_can_not_fill_the_disk(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "large"
    assert isinstance(sandbox.put({"do": "fill", "path": str(path)}), Failed)
    assert path.stat().st_size == LIMITS.file_mib * 1024**2


def test_what_is_printed_is_no_answer(sandbox: Sandbox) -> None:
    assert sandbox.put({"do": "chatter"}) == Done("said")
    assert sandbox.put({"do": "chatter"}) == Done("said")


def test_it_knows_no_secret_and_no_server(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:secret@example")
    monkeypatch.setenv("SECRET_KEY", "secret")
    told = sandbox.put({"do": "environment"})
    assert isinstance(told, Done)
    assert "SANDBOX_LIMITS" in told.answer
    assert not {name for name in told.answer if "URL" in name or "SECRET" in name}


def test_nothing_it_started_outlives_it(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "pid"
    assert sandbox.put({"do": "linger", "path": str(path)}) == Failed(Failure.TIME)
    state = Path(f"/proc/{path.read_text(encoding='ascii')}/stat")
    # Gone, or waiting for whoever inherited it.
    assert not state.exists() or state.read_text(encoding="ascii").split()[2] == "Z"


def test_a_handler_that_is_not_there_is_our_own_fault() -> None:
    missing = Sandbox("tests.factories.sandboxed:missing", LIMITS)
    with missing as sandbox, pytest.raises(RuntimeError, match="doesn't start"):
        sandbox.put({"do": "double", "n": 1})


def test_leaving_ends_the_process() -> None:
    with Sandbox(HANDLER, LIMITS) as sandbox:
        told = sandbox.put({"do": "double", "n": 1})
        assert isinstance(told, Done)
        process = told.answer["process"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
