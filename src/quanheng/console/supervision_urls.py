"""The addresses of volunteer supervisors, their activities and checks."""

from django.urls import path

from quanheng.console import activities, my_appointment, spot_check_figures, spot_check_form, spot_checks, volunteers

urlpatterns = [
    path("spot-checks", spot_checks.page, name="spot-checks"),
    path("spot-checks/new", spot_check_form.page, name="spot-check-new"),
    path("spot-checks/figures", spot_check_figures.page, name="spot-check-figures"),
    path("spot-checks/<int:spot_check>", spot_checks.one, name="spot-check"),
    path("spot-checks/<int:spot_check>/decide/<slug:decision>", spot_checks.decide, name="spot-check-decide"),
    path("spot-checks/<int:spot_check>/photograph", spot_checks.photograph, name="spot-check-photograph"),
    path("activities", activities.page, name="activities"),
    path("activities/new", activities.new, name="activity-new"),
    path("activities/<int:activity>", activities.one, name="activity"),
    path("activities/<int:activity>/join", activities.join, name="activity-join"),
    path("activities/<int:activity>/<slug:deed>", activities.keep, name="activity-deed"),
    path("volunteers", volunteers.page, name="volunteers"),
    path("volunteers/invite", volunteers.invite, name="volunteer-invite"),
    path("volunteers/<int:volunteer>", volunteers.one, name="volunteer"),
    path("volunteers/<int:volunteer>/card.pdf", volunteers.card, name="volunteer-card"),
    path("volunteers/<int:volunteer>/<slug:deed>", volunteers.keep, name="volunteer-deed"),
    path("my-appointment", my_appointment.page, name="my-appointment"),
    path("my-appointment/card.pdf", my_appointment.card, name="my-card"),
]
