"""The addresses of everything about verification."""

from django.urls import path

from quanheng.console import papers, verification_acts, verifications

urlpatterns = [
    path("verifications", verifications.page, name="verifications"),
    path("verifications/due", verifications.due_page, name="verifications-due"),
    path("verifications/apply/<int:market>", verifications.apply_page, name="verification-apply"),
    path("verifications/labels/<int:market>.pdf", papers.labels, name="labels"),
    path("verifications/of/<slug:application>", verifications.application, name="application"),
    path("verifications/of/<slug:application>/plan", verification_acts.schedule_application, name="application-plan"),
    path("verifications/of/<slug:application>/papers.pdf", papers.of_application, name="application-papers"),
    path("verifications/<slug:verification>", verifications.one, name="verification"),
    path("verifications/<slug:verification>/paper.pdf", papers.paper, name="verification-paper"),
    path(
        "verifications/<slug:verification>/readings/<slug:trial>/<int:ordinal>",
        verification_acts.enter_reading,
        name="verification-reading",
    ),
    path("verifications/<slug:verification>/<slug:act>", verification_acts.act, name="verification-act"),
]
