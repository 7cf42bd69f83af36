"""What the office keeps of prices."""

from minzheng.prices.models.index import PriceIndex
from minzheng.prices.models.market_price import MarketPrice
from minzheng.prices.models.subsidy import SubsidyMonth

__all__ = ["MarketPrice", "PriceIndex", "SubsidyMonth"]
