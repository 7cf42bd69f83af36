"""The acts of the claims pages, as data: words, form, domain function, when it makes sense."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from minzheng.claims.domain import (
    application,
    campaign,
    confirming,
    correction,
    hospital,
    premium,
    reconciliation,
    roll,
    settling,
    statement,
    urgent,
)
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import claims as forms


def _text(label: Any, **more: Any) -> django_forms.CharField:
    return django_forms.CharField(label=label, max_length=200, **more)


FILE = (
    FileAct(
        verb="settle", title=_("逐笔结算"), button=_("开始结算"), form=forms.plain("file"), run=settling.begin,
        done=_("已开始结算；行数多的由后台办理，进度见“后台任务”。"),
        consequence=_("按当日的规定逐笔计算救助；不合规定的行写明原因退回。结算后须由另一人复核，才能付款。"),
        makes_sense=lambda page: page.file.state == "received",
    ),
    FileAct(
        verb="confirm", title=_("复核"), button=_("复核无误"),
        form=forms.plain("file", note_on_signs=_text(_("对疑点的核实"), required=False)), run=confirming.confirm,
        done=_("已复核，可以编入付款单。"),
        consequence=_("复核后这批结算列入应付医院的款项。有疑点的须写明核实情况；接收文件的人不能自己复核。"),
        makes_sense=lambda page: page.file.state == "settled" and not page.is_own,
    ),
    FileAct(
        verb="withdraw", title=_("整批退回"), button=_("退回医院"), form=forms.plain("file",
        reason=_text(_("退回原因"))),
        run=confirming.withdraw, done=_("已退回，医院可以重新报送。"), is_grave=True,
        consequence=_("这批各笔全部冲销，个人的年度累计恢复原状；医院改好后可以重新报送。"),
        makes_sense=lambda page: page.file.state in {"received", "settled"},
    ),
)  # fmt: skip
BILL = (
    FileAct(
        verb="confirm-change", title=_("复核更正"), button=_("复核无误"), form=forms.plain("change"),
        run=correction.confirm, done=_("已更正，本年度重新计算，差额列入下次付款。"),
        consequence=_("新的一版代替原来的，此人本年度各笔重新计算，差额多退少补；提出更正的人不能自己复核。"),
        makes_sense=lambda page: page.change is not None and not page.is_own,
    ),
    FileAct(
        verb="correct", title=_("更正"), button=_("提出更正"), form=forms.CorrectForm, run=correction.propose,
        done=_("更正已提出，等待另一人复核。"), consequence=_("另一人复核后才生效；原来的一版保留备查。"),
        makes_sense=lambda page: page.is_correctable,
    ),
    FileAct(
        verb="reverse", title=_("冲销"), button=_("提出冲销"), form=forms.ReverseForm, run=correction.propose,
        done=_("冲销已提出，等待另一人复核。"), is_grave=True,
        consequence=_("另一人复核后，这张结算单不再计入，已付的从以后各月抵扣。"),
        makes_sense=lambda page: page.is_correctable,
    ),
)  # fmt: skip
HOSPITAL = (
    FileAct(
        verb="confirm-agreement", title=_("复核定点协议"), button=_("复核无误"), form=forms.plain("designation"),
        run=hospital.confirm_designation, done=_("已复核，协议期内的结算单可以受理。"),
        consequence=_("复核后，协议期内入院的结算单才受理；登记协议的人不能自己复核。"),
        makes_sense=lambda page: page.designation is not None,
    ),
    FileAct(
        verb="pay", title=_("编制月结付款单"), button=_("编制付款单"), form=forms.MonthlyForm, run=statement.prepare,
        done=_("付款单已编制，等待财务人员审批。"),
        consequence=_("把已复核、还没有付的各笔和差额编入付款单，先抵扣预付金，其余由财务审批后付到医院账户。"),
        makes_sense=lambda page: page.owed_fen > 0,
    ),
    FileAct(
        verb="advance", title=_("申请预付"), button=_("提交预付"), form=forms.AdvanceForm,
        run=statement.prepare_advance,
        done=_("预付单已编制，等待财务人员审批。"),
        consequence=_("预付给医院周转，救助对象住院不交押金；以后各月结算时抵扣。"),
        makes_sense=lambda page: not page.hospital.is_insurer,
    ),
    FileAct(
        verb="confirm-reconciliation", title=_("复核对账"), button=_("复核无误"), form=forms.plain("reconciliation"),
        run=reconciliation.confirm, done=_("对账已复核。"), consequence=_("对账的人不能自己复核。"),
        makes_sense=lambda page: page.reconciliation is not None,
    ),
    FileAct(
        verb="reconcile", title=_("对账"), button=_("登记对账"), form=forms.ReconcileForm, run=reconciliation.prepare,
        done=_("对账已登记，等待另一人复核。"), consequence=_("与医院的账核对，每年不少于两次；不一致的须写明原因。"),
        makes_sense=lambda page: not page.hospital.is_insurer,
    ),
    FileAct(
        verb="designate", title=_("登记定点协议"), button=_("登记协议"), form=forms.DesignateForm,
        run=hospital.designate,
        done=_("协议已登记，等待另一人复核。"), consequence=_("另一人复核后才生效。"),
        makes_sense=lambda page: not page.hospital.is_insurer,
    ),
    FileAct(
        verb="end", title=_("终止定点"), button=_("终止定点"), form=forms.EndDesignationForm,
        run=hospital.end_designation, done=_("定点已终止。"), is_grave=True,
        consequence=_("最后一日以后入院的不再受理；在此以前入院的照常结算。"),
        makes_sense=lambda page: page.current is not None,
    ),
)  # fmt: skip
STATEMENT = (
    FileAct(
        verb="approve", title=_("审批"), button=_("审批，预留资金"), form=forms.plain("statement"),
        run=statement.approve,
        done=_("已审批，资金已预留。"),
        consequence=_("从医疗救助专项资金预留 {total} 元，付到{name}的单位账户；编制的人不能自己审批。"),
        makes_sense=lambda page: page.statement.state == "prepared" and page.is_finance,
    ),
    FileAct(
        verb="paid", title=_("登记付款"), button=_("登记已付"),
        form=forms.plain("statement", bank_reference=_text(_("银行回单号"))), run=statement.pay, done=_("已登记付款。"),
        consequence=_("银行付出 {total} 元后登记；预留转为已付。"),
        makes_sense=lambda page: page.statement.state == "approved" and page.is_finance,
    ),
    FileAct(
        verb="cancel", title=_("撤销"), button=_("撤销付款单"), form=forms.plain("statement",
        reason=_text(_("撤销原因"))),
        run=statement.cancel, done=_("已撤销，资金和各笔已释放。"), is_grave=True,
        consequence=_("预留的资金退回可用，各笔可以重新编入付款单。"),
        makes_sense=lambda page: page.statement.state in {"prepared", "approved"},
    ),
)  # fmt: skip
APPLICATION = (
    FileAct(
        verb="decide", title=_("作出决定"), button=_("作出决定"),
        form=forms.plain("application", document_number=_text(_("决定文号"))), run=application.decide,
        done=_("已作出决定；给予救助的已列入应发。"),
        consequence=_("按规定计算为 {total} 元；决定后列入应发，由银行付到本人家庭的账户。受理的人不能自己决定。"),
        makes_sense=lambda page: page.is_open and page.is_county and not page.is_own,
    ),
    FileAct(
        verb="survey", title=_("登记调查"), button=_("登记调查"),
        form=forms.plain("application", text=django_forms.CharField(label=_("调查情况"),
        widget=django_forms.Textarea(attrs={"rows": 3}))),
        run=application.survey, done=_("已登记调查。"), consequence=_("写明家庭经济状况和医疗支出，不写病情。"),
        makes_sense=lambda page: page.needs_survey,
    ),
    FileAct(
        verb="post", title=_("登记公示"), button=_("登记公示"),
        form=forms.plain("application", place=_text(_("公示地点"))), run=application.post, done=_("已登记公示。"),
        consequence=_("公示姓名和金额，不公示病情、病区和用药。"), makes_sense=lambda page: page.needs_posting,
    ),
)  # fmt: skip
WAIVER = (
    FileAct(
        verb="close", title=_("销记"), button=_("销记"), form=forms.plain("waiver",
        close_note=_text(_("出院结算情况"))),
        run=urgent.close_waiver, done=_("已销记。"), consequence=_("出院结算后销记。"),
        makes_sense=lambda page: page.waiver.closed_at is None,
    ),
)  # fmt: skip
REFERRAL = (
    FileAct(
        verb="settle", title=_("登记结果"), button=_("登记结果"), form=forms.ReferralResultForm,
        run=urgent.settle_referral,
        done=_("结果已登记。"), consequence=_("由疾病应急救助基金等支付，不从医疗救助基金付款。"),
        makes_sense=lambda page: page.referral.settled_at is None,
    ),
)  # fmt: skip
ROLL = (
    FileAct(
        verb="confirm", title=_("复核名册"), button=_("复核无误"), form=forms.plain("batch"), run=roll.confirm,
        done=_("已复核，名册生效。"), consequence=_("复核后 {people} 人的身份生效；提交的人不能自己复核。"),
        makes_sense=lambda page: page.batch.confirmed_at is None and not page.is_own,
    ),
)  # fmt: skip
CAMPAIGN = (
    FileAct(
        verb="match", title=_("比对参保数据"), button=_("上传并比对"), form=forms.InsuranceForm,
        run=campaign.receive_and_match, done=_("已比对，工作清单已更新。"),
        consequence=_("与最近一个冻结月份的名册按身份证号比对；没有参保的逐人列出原因和下一步。"),
        makes_sense=lambda page: page.is_county and page.has_freeze,
    ),
    FileAct(
        verb="freeze", title=_("冻结本月名册"), button=_("冻结名册"), form=forms.FreezeForm, run=campaign.freeze,
        done=_("名册已冻结，参保率以它为分母。"),
        consequence=_("把现在应参保的人员冻结成名册。冻结后不能增删；本月新增、死亡、迁走的，下月冻结时反映。"),
        makes_sense=lambda page: page.is_county,
    ),
    FileAct(
        verb="premiums", title=_("核定参保资助"), button=_("核定并编制付款单"), form=forms.PremiumForm,
        run=premium.grant,
        done=_("已核定，付款单等待财务审批；没有新增资助的不编制。"),
        consequence=_("按规定逐人核定资助，合并付到医保经办机构的账户，不发给个人；已资助过的不重复。"),
        makes_sense=lambda page: page.is_county and page.has_match,
    ),
)  # fmt: skip
GAP = (
    FileAct(
        verb="confirm", title=_("复核证明"), button=_("复核，不计入应参保人数"), form=forms.plain("gap_note"),
        run=campaign.confirm_note, done=_("已复核，下次比对起不计入。"), is_grave=True,
        consequence=_("证明属实的，下次比对起此人不计入应参保人数；登记的人不能自己复核。"),
        makes_sense=lambda page: page.gap_note is not None and page.is_county and not page.is_own,
    ),
    FileAct(
        verb="state", title=_("登记原因"), button=_("登记原因"), form=forms.GapForm, run=campaign.state,
        done=_("已登记。"), consequence=_("登记原因本身不减少应参保人数。"), makes_sense=lambda page: page.may_state,
    ),
)  # fmt: skip
