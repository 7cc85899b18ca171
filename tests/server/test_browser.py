"""Pages in a real browser: on a phone, in the dark, without a word to another host."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from kg.snapshot import Snapshot
from server.app import create_app
from server.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATHS = [
    "/",
    "/claims",
    "/map",
    "/about",
    "/assessment",
    "/claim/support-lowers-symptoms",
    "/claim/sex-modifies-support",
    "/claim/support-pooled",
    "/study/example-2020",
    "/study/taken-back-2019",
    "/thesis/two-models",
    "/dataset/example-cohort",
    "/concept/PerceivedSupport",
    "/concept/SocialSupport",
    "/mapping/Loneliness-mesh-D008132",
    "/mapping/source/mesh",
    "/ontology",
    "/rules",
    "/rule/interval-brackets-value",
    "/rule/nothing-checked",
    "/rule/shape-Address",
    "/sparql",
    "/nothing",
]
VIEWS = [(1200, "light"), (1200, "dark"), (320, "light")]

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="2026-11-24: needs Debian's package chromium; in CI it is installed",
)


@pytest.fixture(scope="module")
def address(example_snapshot: Snapshot) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(workers=1), example_snapshot)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_fits_a_phone_and_asks_no_other_host(
    browser: Browser, address: str, path: str
) -> None:
    for width, scheme in VIEWS:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        requests: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requests.append(request.url))  # noqa: B023
        page.on("console", lambda message: errors.append(message.text))  # noqa: B023
        page.goto(address + path)

        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        context.close()

        assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == [], (width, scheme)
        assert wide <= width
        assert [url for url in requests if not url.startswith(address)] == []
        assert [error for error in errors if "404" not in error] == []
