"""The acts of prices in words, by the page they stand on. What is possible the room's domain says."""

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import prices as forms
from minzheng.prices.domain import index, market_price, subsidy

PRICE = (
    FileAct(
        verb="correct",
        title=_("更正价格"),
        button=_("更正"),
        form=forms.PriceCorrectionForm,
        run=market_price.correct,
        done=_("已更正，原记录保留。"),
        consequence=_("更正写成新的一条，原来的一条保留备查，不再参加计算。"),
        makes_sense=lambda page: page.is_latest,
    ),
)
INDEX = (
    FileAct(
        verb="confirm",
        title=_("核对指数"),
        button=_("核对无误"),
        form=forms.IndexConfirmForm,
        run=index.confirm,
        done=_("已核对，本月的结论随之更新。"),
        consequence=_("请对照发布原文核对月份、地区、涨幅和发布日期。核对后才参加启动条件的判断；录入人不能自己核对。"),
        makes_sense=lambda page: page.is_waiting,
    ),
    FileAct(
        verb="correct",
        title=_("更正指数"),
        button=_("更正"),
        form=forms.IndexCorrectionForm,
        run=index.correct,
        done=_("更正已录入，等待另一人核对。"),
        consequence=_("更正写成新的一条，经另一人核对后才代替原来的；已经确认发放的月份不因此改变。"),
        makes_sense=lambda page: page.is_latest,
    ),
)
MONTH = (
    FileAct(
        verb="confirm",
        title=_("确认发放"),
        button=_("确认发放"),
        form=forms.ConfirmMonthForm,
        run=subsidy.confirm,
        done=_("已确认，应发待遇已生成。下一步：编制价格临时补贴的发放清单。"),
        consequence=_(
            "为本月在保的 {people} 人生成应发的价格临时补贴，预计 {total} 元，随后编制清单、审批、由银行发放。"
            "只发本月；录入本月指数的人不能确认。"
        ),
        makes_sense=lambda page: page.can_confirm,
    ),
    FileAct(
        verb="make-due",
        title=_("补列漏发对象"),
        button=_("补列"),
        form=forms.MakeDueForm,
        run=subsidy.make_due,
        done=_("已核对本月在保对象，没有领过本月补贴的已补列。"),
        consequence=_("按本月已确认的金额，为后来确认的在保对象补列本月补贴；已列入的不重复。"),
        makes_sense=lambda page: page.confirmed is not None,
    ),
)
