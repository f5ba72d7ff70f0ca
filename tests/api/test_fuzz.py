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

from quanheng.cases import wechat_line
from quanheng.cases.shoppers import first_met
from tests.cast import NOON, Cast
from tests.shopping import complain

POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
EXAMPLES = 40
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The others take any bytes, any text or nothing: no input of theirs is of a wrong kind.
WITH_WRONG_INPUT = {
    "PUT /api/v1/photographs/{sha256}",
    "GET /api/v1/purchases",
    "POST /api/v1/complaints",
    "POST /api/v1/complaints/{reference}/rating",
    "POST /api/v1/complaints/{reference}/sayings/{move}",
    "POST /api/v1/complaints/{reference}/notices",
    "POST /api/v1/complaints/{reference}/photographs",
    "PUT /api/v1/complaints/{reference}/photographs/{sha256}/{offset}",
    "GET /api/v1/complaints/{reference}/photographs/{sha256}",
    "GET /api/v1/scanned",
    "GET /api/v1/markets/{market}/stalls",
    "GET /api/v1/shoppers/complaints",
    "POST /api/v1/shoppers/wechat",
    "POST /api/v1/shoppers/phone",
}
OPERATIONS = {
    "POST /api/v1/batches",
    "POST /api/v1/hotline/tickets",
    "PUT /api/v1/photographs/{sha256}",
    "GET /api/v1/platform-key",
    "GET /api/v1/purchases",
    "POST /api/v1/complaints",
    "GET /api/v1/complaints/{reference}",
    "POST /api/v1/complaints/{reference}/withdrawal",
    "POST /api/v1/complaints/{reference}/sayings/{move}",
    "POST /api/v1/complaints/{reference}/rating",
    "POST /api/v1/complaints/{reference}/notices",
    "POST /api/v1/complaints/{reference}/photographs",
    "PUT /api/v1/complaints/{reference}/photographs/{sha256}/{offset}",
    "GET /api/v1/complaints/{reference}/photographs/{sha256}",
    "GET /api/v1/scanned",
    "GET /api/v1/markets",
    "GET /api/v1/markets/{market}/stalls",
    "POST /api/v1/shoppers",
    "POST /api/v1/shoppers/wechat",
    "POST /api/v1/shoppers/phone",
    "GET /api/v1/shoppers/complaints",
}


@pytest.fixture(autouse=True)
def the_fuzzers_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "ALLOWED_HOSTS", ["localhost"])
    for budget in ("COMPLAINTS_PER_HOUR", "NEW_PHONES_PER_HOUR"):
        monkeypatch.setattr(site, budget, 10_000)
    monkeypatch.setattr(wechat_line, "openid_for", lambda code: f"o-{code}")
    monkeypatch.setattr(wechat_line, "phone_for", lambda code: "13800000000")


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
    token, key = complain("TS-1").token, first_met(at=NOON)
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
            # Half of what names a complaint names one that is there, and half of the phones are known.
            if "reference" in (case.path_parameters or {}) and len(str(case.path_parameters["reference"])) % 2:
                case.path_parameters["reference"] = token
            if len(str(case.query)) % 2:
                case.headers = {**(case.headers or {}), "Authorization": f"Bearer {key}"}
            case.call_and_validate(checks=CHECKS)

        fuzz()
