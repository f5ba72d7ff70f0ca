from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    REGULATOR = "regulator", _("Market regulator")
    MARKET_MANAGER = "market-manager", _("Market manager")
    ADMINISTRATOR = "metrology-administrator", _("Metrology administrator")
    OPERATOR = "operator", _("Operator")
    VERIFICATION_BODY = "verification-body", _("Verification body")
    MAKER = "maker", pgettext_lazy("role", "Maker")
    REPAIRER = "repairer", _("Repairer")
    VOLUNTEER = "volunteer", _("Volunteer supervisor")
    ASSOCIATION = "association", _("Trade association")


class User(AbstractBaseUser):
    """A member of staff. What they may do follows from the role, what they may see from the area."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=30, choices=Role.choices)
    area = models.CharField(max_length=120, blank=True, null=True, help_text="null sees nothing, empty sees the nation")
    # A maker sees the instruments of its own making only; empty for everybody else.
    organisation = models.CharField(max_length=18, blank=True, help_text="its unified social credit code")
    # An association reads of these kinds of places only; empty for everybody else.
    trades = models.CharField(max_length=200, blank=True, help_text="kinds of places, separated by commas")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager()

    class Meta:
        indexes = [models.Index(OpClass(models.F("area"), "varchar_pattern_ops"), name="user_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def trade_kinds(self) -> list[str]:
        return [kind for kind in self.trades.split(",") if kind]
