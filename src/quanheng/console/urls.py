"""The addresses of the staff pages."""

from django.urls import path, re_path

from quanheng.console import (
    board,
    check_scales,
    complaints,
    door,
    instruments,
    live,
    phase_out,
    photographs,
    rechecks,
    rejected,
    search,
    statistics,
    verification_urls,
    weekly_checks,
)

app_name = "console"
urlpatterns = [
    path("", board.page, name="board"),
    path("home", door.home, name="home"),
    path("live", live.stream, name="live"),
    path("sign-in", door.sign_in, name="sign-in"),
    path("sign-out", door.sign_out, name="sign-out"),
    path("language", door.language, name="language"),
    path("complaints", complaints.page, name="complaints"),
    path("complaints/<slug:number>", complaints.one, name="complaint"),
    path("complaints/<slug:number>/moves/<slug:move>", complaints.make_move, name="complaint-move"),
    path("complaints/<slug:number>/card/<slug:decision>", complaints.decide_card, name="card"),
    path("instruments", instruments.page, name="instruments"),
    path("instruments/<slug:device_id>", instruments.one, name="instrument"),
    path("instruments/<slug:device_id>/life/<slug:act>", instruments.enter, name="instrument-act"),
    path("rechecks", rechecks.page, name="rechecks"),
    re_path("^photographs/(?P<sha256>[0-9a-f]{64})$", photographs.photograph, name="photograph"),
    path("rejected", rejected.page, name="rejected"),
    path("rejected/<int:number>", rejected.one, name="rejected-message"),
    path("rejected/<int:number>/bytes", rejected.download, name="rejected-bytes"),
    path("search", search.page, name="search"),
    path("statistics", statistics.page, name="statistics"),
    path("phase-out", phase_out.page, name="phase-out"),
    path("check-scales", check_scales.page, name="check-scales"),
    path("check-scales/<int:market>", check_scales.market, name="check-scales-market"),
    path("weekly-checks", weekly_checks.page, name="weekly-checks"),
    path("weekly-check/<slug:device_id>", weekly_checks.one, name="weekly-check"),
    *verification_urls.urlpatterns,
    re_path("^.+$", door.missing, name="missing"),
]
