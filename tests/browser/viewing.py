"""What tests of the image viewer do with it: look at its state, its greys, and its places."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page


def shown(page: Page) -> None:
    """Wait until every pane shows the frame that it is to show."""
    until(page, "v?.panes.length && v.panes.every((one) => one.frame)")
    page.evaluate("() => window.viewer.draw()")


def state(page: Page, expression: str) -> Any:
    """The value of an expression in which the viewer is called v."""
    return page.evaluate(f"() => {{ const v = window.viewer; return {expression}; }}")


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds. Playwright's own waiting evaluates text, which the policy
    forbids."""
    for _ in range(400):
        if state(page, f"Boolean({expression})"):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"{expression} did not come to hold")


def slices(page: Page) -> list[int]:
    return state(page, "v.panes.map((one) => one.look.slice)")


def place(page: Page, pane: int, x: float, y: float) -> tuple[float, float]:
    """Where an image point of a pane is in the window."""
    return tuple(
        page.evaluate(
            """([pane, x, y]) => {
                const { stage, transform } = window.viewer.panes[pane];
                const { left, top } = stage.getBoundingClientRect();
                const { ax, ay, dx, dy } = transform;
                return [left + ax * x + dx, top + ay * y + dy];
            }""",
            [pane, x, y],
        )
    )


def image_point(page: Page, pane: int, x: float, y: float) -> tuple[float, float]:
    """The image point of a pane at a place in the window."""
    origin, step = place(page, pane, 0, 0), place(page, pane, 1, 1)
    return (x - origin[0]) / (step[0] - origin[0]), (y - origin[1]) / (step[1] - origin[1])


def grey(page: Page, pane: int, x: float, y: float) -> int:
    """The grey that a pane's canvas has at an image point."""
    return page.evaluate(
        """([pane, x, y]) => {
            const { canvas, transform: t, density } = window.viewer.panes[pane];
            window.viewer.draw();
            const at = [t.ax * x + t.dx, t.ay * y + t.dy].map((one) => Math.floor(one * density));
            return canvas.getContext("2d").getImageData(...at, 1, 1).data[0];
        }""",
        [pane, x, y],
    )


def blocks(stack: Any) -> dict[str, tuple[float, float]]:
    """The middles of the four blocks of known value."""
    x, y = stack.columns / 2, stack.rows / 2
    dx, dy = stack.columns / 16, stack.rows / 16
    return {
        "counter": (x - dx, y - dy),
        "400": (x + dx, y - dy),
        "100": (x - dx, y + dy),
        "1600": (x + dx, y + dy),
    }


def wanted(stored: float, window: list[float], *, offset: int = -100) -> float:
    """The grey of a stored value by the standard's linear function (PS3.3, C.11.2.1.2.1)."""
    centre, width = window
    level = ((stored + offset - (centre - 0.5)) / (width - 1) + 0.5) * 255
    return min(255.0, max(0.0, level))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float], **more: Any) -> None:
    page.mouse.move(*start)
    page.mouse.down(**more)
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up(**more)


def told(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("() => window.told.marks")
