"""Certificates, notices and labels: the paper and the data say the same, and neither changes."""

import hashlib
import json

import pytest
from django.conf import settings

from quanheng.register import typesetting
from quanheng.register.models import InstrumentState
from quanheng.register.verifying import pdf
from quanheng.register.verifying.desk import issued
from quanheng.register.verifying.paper import as_bytes, digest
from tests.cast import NOON, Cast
from tests.verifying import ended

pytestmark = pytest.mark.requirement("T4-4.2.5", "N25-3.5")

needs_font = pytest.mark.skipif(
    not set(settings.CHINESE_FONTS) & set(typesetting._fonts().families()), reason="no Chinese font is installed"
)


def the_papers(cast: Cast) -> list:
    people = cast.people["chenguang"], cast.people["verifier"]
    return [ended(cast.scales["TS-1"], *people, NOON), ended(cast.scales["TS-2"], *people, NOON, off_g=20)]


def test_a_certificate_tells_every_point(cast: Cast):
    """Scale, place, body, days and each reading with its error and limit, as data; no natural person among them."""
    passed, failed = (issued(one.paper_number) for one in the_papers(cast))
    assert (passed["kind"], passed["valid_until"]) == ("verification-certificate", "2027-11-19")
    assert (failed["kind"], failed["valid_until"]) == ("verification-failure-notice", None)
    assert len(passed["points"]) == 14
    assert passed["points"][2] == {
        "trial": "weighing",
        "ordinal": 3,
        "position": "",
        "load_mg": 2_500_000,
        "indication_mg": 2_500_000,
        "added_mg": None,
        "error_ug": 0,
        "mpe_ug": 2_500_000,
        "passed": True,
    }
    assert "verifier" not in json.dumps(passed)


def test_the_digest_is_of_the_served_bytes(cast: Cast):
    """Who holds the paper fetches the data, computes SHA-256 with any tool and compares."""
    made = the_papers(cast)[0]
    made.refresh_from_db()
    served = as_bytes(made.paper)
    assert hashlib.sha256(served).hexdigest() == digest(made.paper)
    assert json.loads(served) == made.paper
    assert issued("ZS20260101-999999") is None


@needs_font
def test_papers_are_set_as_pdf(cast: Cast):
    """One PDF holds the papers of all, certificates and notices, a page or more each."""
    made = the_papers(cast)
    one, both = pdf.papers(made[:1]), pdf.papers(made)
    assert one.startswith(b"%PDF-")
    assert both.count(b"/Type/Page/") + both.count(b"/Type /Page\n") > one.count(b"/Type/Page/") or len(both) > len(one)


@needs_font
def test_labels_are_set_as_pdf(cast: Cast):
    """A market's labels with their codes come as one PDF."""
    states = InstrumentState.objects.filter(instrument__place=cast.chenguang).select_related("instrument__stall")
    assert pdf.labels(states).startswith(b"%PDF-")


def test_without_a_chinese_font_nothing_is_printed(settings, cast: Cast):
    """A paper whose characters are boxes is no paper: whoever runs the server is told which font to install."""
    settings.CHINESE_FONTS = ("No Such Font",)
    with pytest.raises(typesetting.NoChineseFont, match="No Such Font"):
        pdf.labels([])
