"""What every test may rely on: a PostgreSQL of its own, and no file outside a temporary directory."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from quanheng.settings import database
from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres
from tests.cast import cast

__all__ = ["cast"]


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The PostgreSQL server of DATABASE_URL, or one started for this session and gone after it."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    # Losing a test's data in a power cut costs nothing, waiting for the disk does.
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    postgres = EmbeddedPostgres(tmp_path_factory.mktemp("database"), settings=careless)
    server = postgres.start()
    os.environ["DATABASE_URL"] = postgres.url
    yield postgres.url
    del os.environ["DATABASE_URL"]
    server.send_signal(FAST_SHUTDOWN)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """pytest-django asks here before it makes the test database: only tests of rows pay for a server."""
    settings.DATABASES["default"].update(database(database_url))


@pytest.fixture(scope="session", autouse=True)
def own_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photographs and other files of tests never land beside the data of `make run`."""
    directory = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = directory
    settings.PHOTOGRAPHS_DIR = directory / "photographs"
    return directory


@pytest.fixture(autouse=True)
def chinese_first() -> None:
    """A test that read a page in English leaves no English to the next one."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hashes made slow against thieves would cost each test of the cast a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests are shared out among processes, one of them has the living city, and a file stays in one hand."""
    for item in items:
        city = "living_market" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("city" if city else item.nodeid.partition("::")[0]))
