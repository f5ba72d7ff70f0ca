"""The form of a complaint: as few fields as possible. What it may hold is said by the verb that takes it."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quanheng.cases.categories import Category
from quanheng.cases.submission import LENGTHS, Submission
from quanheng.law.goods import GOODS
from quanheng.register.models import Place, Stall


class Radios(forms.RadioSelect):
    template_name = "public/radios.html"


def goods_choices() -> list[tuple[str, str]]:
    lang = get_language() or "zh-hans"
    return [("", str(_("I do not know"))), *((key, goods.name(lang)) for key, goods in GOODS.items())]


class ComplaintForm(forms.Form):
    submission_key = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(required=False, max_length=LENGTHS["purchase_code"], widget=forms.HiddenInput)
    market = forms.ModelChoiceField(Place.objects.all(), required=False, widget=forms.HiddenInput)
    stall = forms.ModelChoiceField(
        Stall.objects.none(), required=False, label=_("Stall, if you know it"), empty_label=_("I do not know")
    )
    category = forms.ChoiceField(
        choices=Category.choices,
        widget=Radios,
        label=_("What happened?"),
        error_messages={"required": _("Please say what happened."), "invalid_choice": _("Please say what happened.")},
    )
    goods_class = forms.ChoiceField(choices=goods_choices, required=False, label=_("What did you buy?"))
    description = forms.CharField(
        required=False,
        max_length=LENGTHS["description"],
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Anything to add?"),
    )
    contact_phone = forms.CharField(
        required=False,
        max_length=LENGTHS["contact_phone"],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        label=_("Your phone number"),
    )
    contact_shown_to_manager = forms.BooleanField(
        required=False, label=_("The market manager may see my number and call me")
    )

    def __init__(self, *given: Any, market: Place | None, **named: Any) -> None:
        super().__init__(*given, **named)
        if market is not None:
            self.fields["stall"].queryset = Stall.objects.filter(market=market).order_by("number")

    def submission(self) -> Submission:
        given = self.cleaned_data
        return Submission(
            submission_key=given["submission_key"],
            category=given["category"],
            purchase_code=given["code"],
            market_id=given["market"].pk if given["market"] else None,
            stall_id=given["stall"].pk if given["stall"] else None,
            goods_class=given["goods_class"],
            description=given["description"],
            contact_phone=given["contact_phone"],
            contact_shown_to_manager=given["contact_shown_to_manager"],
            language=get_language() or "zh-hans",
        )

    def add_refusals(self, refused: forms.ValidationError) -> None:
        """Say beside each field what the verb found wrong with it."""
        own = {"purchase_code": "code"}
        for field, errors in refused.error_dict.items():
            name = own.get(field, field)
            self.add_error(name if name in self.fields else None, errors)
