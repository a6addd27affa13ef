"""Every public function stands behind the door, and what can't be meant is the package's error."""

from __future__ import annotations

import inspect

import pytest

import ra_registry.imaging.frames as package
from ra_registry.imaging.frames import FrameError
from tests.unit.abuse.abused import functions

FOUND = functions("ra_registry.imaging.frames")


def test_no_public_function_is_without_the_door():
    assert [name for name, function in FOUND.items() if not hasattr(function, "__wrapped__")] == []


def test_all_that_is_exported_is_there_once():
    assert sorted(package.__all__) == sorted(set(package.__all__))
    assert all(hasattr(package, name) for name in package.__all__)


@pytest.mark.parametrize("name", sorted(FOUND))
@pytest.mark.parametrize("wrong", [None, object(), 1e99, "x", b"x", [object()], {"a": 1}])
def test_nonsense_is_refused_with_a_sentence(name, wrong):
    function = FOUND[name]
    needed = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
    ]
    given = [wrong for parameter in needed if parameter.kind != parameter.KEYWORD_ONLY]
    named = {p.name: wrong for p in needed if p.kind == p.KEYWORD_ONLY}
    with pytest.raises(FrameError, match=r"\.$"):
        function(*given, **named)
