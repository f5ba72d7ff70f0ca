"""Every operation of the public API against generated input: no server error, and nothing it does not document."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import Cast

POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
EXAMPLES = 40
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The others take any bytes, any text or nothing: no input of theirs is of a wrong kind.
WITH_WRONG_INPUT = {"PUT /api/v1/photographs/{sha256}", "GET /api/v1/purchases", "POST /api/v1/complaints"}
OPERATIONS = {
    "POST /api/v1/batches",
    "PUT /api/v1/photographs/{sha256}",
    "GET /api/v1/platform-key",
    "GET /api/v1/purchases",
    "POST /api/v1/complaints",
    "GET /api/v1/complaints/{token}",
}


@pytest.fixture(autouse=True)
def the_fuzzers_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "ALLOWED_HOSTS", ["localhost"])
    monkeypatch.setattr(site, "COMPLAINTS_PER_HOUR", 10_000)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """As Django's own test client does: the end of a request must not end the transaction that the test runs in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations():
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert {operation.label for operation in found} == OPERATIONS
    return found


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("mode", [POSITIVE, NEGATIVE])
def test_no_input_breaks_the_api(cast: Cast, mode: schemathesis.GenerationMode):
    """Whatever a program sends, it is answered as documented; the examples are the same in every run."""
    for operation in operations():
        if mode is NEGATIVE and operation.label not in WITH_WRONG_INPUT:
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def fuzz(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        fuzz()
