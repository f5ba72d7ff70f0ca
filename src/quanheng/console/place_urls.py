"""The addresses of regions, organisations, places of every kind and their stalls."""

from django.urls import path

from quanheng.console import market_layout, market_reports, organisations, places, regions, stalls, training

urlpatterns = [
    path("regions", regions.page, name="regions"),
    path("regions/pick", regions.pick, name="regions-pick"),
    path("regions/enter", regions.enter, name="region-enter"),
    path("regions/rename", regions.rename, name="region-rename"),
    path("regions/merge", regions.merge, name="region-merge"),
    path("organisations", organisations.page, name="organisations"),
    path("organisations/new", organisations.new, name="organisation-new"),
    path("organisations/<int:organisation>", organisations.one, name="organisation"),
    path("organisations/<int:organisation>/change", organisations.change, name="organisation-change"),
    path("organisations/<int:organisation>/close", organisations.close, name="organisation-close"),
    path("organisations/<int:organisation>/reopen", organisations.reopen, name="organisation-reopen"),
    path("places", places.page, name="places"),
    path("places/new", places.new, name="place-new"),
    path("places/<int:place>", places.one, name="place"),
    path("places/<int:place>/change", places.change, name="place-change"),
    path("places/<int:place>/close", places.close, name="place-close"),
    path("places/<int:place>/reopen", places.reopen, name="place-reopen"),
    path("places/<int:place>/papers", places.papers, name="place-papers"),
    path("places/<int:place>/licences", places.add_licence, name="licence-add"),
    path("places/<int:place>/licences/<int:licence>/end", places.end_licence, name="licence-end"),
    path("places/<int:place>/training", places.add_training, name="training-add"),
    path("market-reports", market_reports.page, name="market-reports"),
    path("markets/<int:market>/report", market_reports.newest, name="market-report-newest"),
    path("markets/<int:market>/report/<slug:quarter>", market_reports.one, name="market-report"),
    path("markets/<int:market>/report/<slug:quarter>/submit", market_reports.submit, name="market-report-submit"),
    path("training", training.page, name="training"),
    path("markets/<int:market>/layout", market_layout.page, name="market-layout"),
    path("markets/<int:market>/layout/<slug:deed>", market_layout.do, name="market-layout-deed"),
    path("markets/<int:market>/stalls/new", stalls.new, name="stall-new"),
    path("stalls/<int:stall>", stalls.one, name="stall"),
    path("stalls/<int:stall>/change", stalls.change, name="stall-change"),
    path("stalls/<int:stall>/hand-over", stalls.hand_over, name="stall-hand-over"),
    path("stalls/<int:stall>/close", stalls.close, name="stall-close"),
]
