"""The words of prices. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from minzheng.statute.price_rule import CPI, FOOD, GRAIN, SCPI


class IndexKind(TextChoices):
    """Which index: each the rise against the same month of last year."""

    CONSUMER = CPI, _("居民消费价格")
    FOODSTUFF = FOOD, _("食品价格")
    GRAIN_PRICE = GRAIN, _("粮食价格")
    LOW_INCOME = SCPI, _("低收入居民消费价格")
