"""What the end-to-end tests share: one PostgreSQL cluster, and daemons that end with their test."""

import pytest
from playwright.sync_api import sync_playwright

import daemons
from browser import Window, launch

ARTIFACTS = daemons.ROOT / "artifacts"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails tells what its pages showed: nobody can look at them any more."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += [("page", one.account()) for one in Window.standing]
    return report


@pytest.fixture(scope="session")
def postgres():
    cluster = daemons.Postgres()
    yield cluster
    cluster.remove()


@pytest.fixture
def kiosk(tmp_path):
    """Makes kiosks; every one that a test leaves running is ended."""
    made = []

    def make(name="kiosk", **settings):
        made.append(daemons.Kiosk(tmp_path / name, settings.pop("settings", None)))
        return made[-1]

    yield make
    for daemon in made:
        daemon.kill()


@pytest.fixture
def province(tmp_path, postgres):
    made = []

    def make(name="province", database=None, settings=None):
        made.append(daemons.Province(
            tmp_path / name, database or postgres.new_database(), settings))
        return made[-1]

    yield make
    for daemon in made:
        daemon.kill()


@pytest.fixture(scope="session")
def artifacts():
    """Where a run leaves its screenshots and papers for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """Makes browser windows; each must end without a fault in its console or on its wires."""
    made = []

    def make(daemon, **profile):
        made.append(Window(chromium, daemon, **profile))
        return made[-1]

    yield make
    for one in made:
        one.close()
