"""Each staff page shows its people what their area has, in Chinese first and in English when asked."""

import pytest
from django.urls import reverse

from tests.console.conftest import Scene

PAGES = {
    "board": ("实时看板", "Live board"),
    "complaints": ("投诉处理台", "Complaint desk"),
    "instruments": ("器具", "Instruments"),
    "rechecks": ("复秤", "Re-weighings"),
    "rejected": ("被拒报文", "Rejected messages"),
}


@pytest.mark.requirement("T4-5.3.2.3", "T4-5.3.2.4")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_chinese_first_and_english_when_asked(scene: Scene, page: str):
    """Staff work in Chinese; a visitor may switch to English."""
    client = scene.client("dongping")
    chinese, english = PAGES[page]
    assert chinese in client.get(reverse(f"console:{page}")).content.decode()
    client.post(reverse("console:language"), {"language": "en", "next": "/console/"})
    assert f"<h1>{english}</h1>" in client.get(reverse(f"console:{page}")).content.decode()
