from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument
from quanheng.register.models.licence import Licence


class Sort(models.TextChoices):
    NAMEPLATE = "nameplate", _("Photograph of the nameplate")
    SEAL = "seal", _("Photograph of a seal")
    INSTALLATION = "installation", _("Photograph of the place")
    TYPE_APPROVAL = "type-approval", _("Certificate of type approval")
    CERTIFICATE = "certificate", _("Certificate of verification, from elsewhere")
    LICENCE = "licence", _("Scan of a licence")
    OTHER = "other", _("Another document")


class Document(models.Model):
    """A photograph or paper of an instrument or a licence, kept by the digest of its bytes. Appended, never edited.

    A photograph is kept as a copy drawn anew, without metadata; its digest is of that copy.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="documents", null=True)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="documents", null=True)
    area = models.CharField(max_length=120, help_text="where that was then")
    sort = models.CharField(max_length=15, choices=Sort.choices)
    title = models.CharField(max_length=80, blank=True)
    media = models.CharField(max_length=20, choices=[(name, name) for name in ("image/jpeg", "application/pdf")])
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    key = models.CharField(max_length=80, help_text="of the form that brought it")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "key"], name="instrument_document_once"),
            models.UniqueConstraint(fields=["licence", "key"], name="licence_document_once"),
            models.CheckConstraint(
                condition=models.Q(instrument__isnull=True) ^ models.Q(licence__isnull=True), name="document_of_one"
            ),
        ]
        indexes = [
            area_index("instrument_document_area"),
            models.Index(fields=["instrument", "-id"], name="instrument_document_latest"),
        ]


class DocumentWithdrawal(models.Model):
    """A document that no longer counts, and why; the document itself stays where it is."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
