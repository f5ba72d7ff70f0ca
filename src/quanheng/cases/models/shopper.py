from django.db import models


class Shopper(models.Model):
    """A phone that complains: known by a key we gave it, or by WeChat. No name, no account, nothing to sign in with."""

    # WeChat's name for this person, as a keyed digest to find them by and sealed to send them notices.
    wechat_digest = models.CharField(max_length=64, unique=True, null=True)
    wechat_sealed = models.TextField(blank=True)
    known_since = models.DateTimeField()


class ShopperKey(models.Model):
    """What a phone shows to be known again. Only its digest is kept; each phone of a person has its own."""

    shopper = models.ForeignKey(Shopper, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    used_on = models.DateField(db_index=True)
