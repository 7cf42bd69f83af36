"""The acts of a remedy in words. Which states know them and who may do them says `remedies.domain.road`."""

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import remedies as forms
from minzheng.desk.forms.files import DayForm
from minzheng.remedies.domain import outcome, progress, suspension
from minzheng.remedies.enums import AGAINST_A_DECISION, Kind, State, StepKind
from minzheng.remedies.queries.effect import DECIDE_ANEW, NOTHING

# The step of the road behind each act; suspension has no step.
STEP_OF = {
    "accept": (StepKind.ACCEPT,), "not-accept": (StepKind.NOT_ACCEPT,), "copy": (StepKind.COPY,),
    "answer": (StepKind.ANSWER,), "extend": (StepKind.EXTEND,), "decide": (StepKind.DECIDE,),
    "carry-out": (StepKind.CARRY_OUT,), "ask-again": (StepKind.RECHECK, StepKind.FINAL),
    "answer-again": (StepKind.DECIDE_RECHECK, StepKind.DECIDE_FINAL), "feed-back": (StepKind.FEEDBACK,),
    "withdraw": (StepKind.WITHDRAW,), "close": (StepKind.CLOSE,),
}  # fmt: skip


def _may_suspend(view: object) -> bool:
    return (
        view.file.kind in AGAINST_A_DECISION and view.file.state == State.ACCEPTED and view.suspension is None  # type: ignore[attr-defined]
    )


ACTS: tuple[FileAct, ...] = (
    FileAct(
        verb="accept",
        title=_("登记受理"),
        button=_("登记受理"),
        form=forms.AcceptForm,
        run=progress.accept,
        done=_("受理已登记，办理期限开始计算。"),
        consequence=_("办理期限从受理次日起算；已结束的案件转为“救济中”，等待结论。复议、诉讼期间决定不停止执行。"),
    ),
    FileAct(
        verb="copy",
        title=_("登记收到副本"),
        button=_("登记"),
        form=DayForm,
        run=progress.receive_copy,
        done=_("已登记，答复期限开始计算。"),
        consequence=_("本局书面答复、提交证据的期限从收到次日起算。"),
        makes_sense=lambda view: not view.has(StepKind.COPY),
    ),
    FileAct(
        verb="answer",
        title=_("登记书面答复和证据"),
        button=_("登记答复"),
        form=forms.DayAndWordsForm,
        run=progress.answer,
        done=_("答复已登记。"),
        consequence=_("答复和证据清单存入案卷。"),
        makes_sense=lambda view: view.has(StepKind.COPY) and not view.has(StepKind.ANSWER),
    ),
    FileAct(
        verb="feed-back",
        title=_("答复本人"),
        button=_("登记答复"),
        form=forms.DayAndWordsForm,
        run=progress.feed_back,
        done=_("已登记答复。"),
        consequence=_("把核实情况告知{person}，并记录怎样告知。"),
        makes_sense=lambda view: bool(view.file.person_name) and not view.has(StepKind.FEEDBACK),
    ),
    FileAct(
        verb="carry-out",
        title=_("落实结论"),
        button=_("落实"),
        form=forms.CloseForm,
        run=outcome.carry_out,
        done=_("已落实。"),
        consequence="{effect}",
        is_grave=True,
        makes_sense=lambda view: (
            view.effect is not None
            and view.effect.act not in {NOTHING, DECIDE_ANEW}
            and not view.has(StepKind.CARRY_OUT)
        ),
    ),
    FileAct(
        verb="decide",
        title=_("登记结论"),
        button=_("登记结论"),
        form=forms.ConcludeForm,
        run=outcome.decide,
        done=_("结论已登记。"),
        consequence=_("结论存入案卷，不能修改。撤销、变更的，案件须重新办理；本局自己作的结论由登记以外的人办理。"),
    ),
    FileAct(
        verb="answer-again",
        title=_("登记复查、复核意见"),
        button=_("登记意见"),
        form=forms.ConcludeForm,
        run=progress.answer_again,
        done=_("意见已登记。"),
        consequence=_("复核意见是信访终结意见。"),
    ),
    FileAct(
        verb="close",
        title=_("办结"),
        button=_("办结"),
        form=forms.CloseForm,
        run=progress.close,
        done=_("已办结。"),
        consequence=_("案卷办结存档。"),
        makes_sense=lambda view: view.may_close,
    ),
    FileAct(
        verb="ask-again",
        title=_("登记请求复查、复核"),
        button=_("登记请求"),
        form=forms.DayAndWordsForm,
        run=progress.ask_again,
        done=_("已登记，复查、复核期限开始计算。"),
        consequence=_("{person}不服处理意见，请上一级机关复查、复核。"),
        makes_sense=lambda view: view.file.kind == Kind.PETITION,
    ),
    FileAct(
        verb="extend",
        title=_("延长期限"),
        button=_("延长"),
        form=forms.ExtendForm,
        run=progress.extend,
        done=_("期限已延长。"),
        consequence=_("只能延长一次，须在期限届满之前，并告知当事人。"),
        makes_sense=lambda view: not view.has(StepKind.EXTEND) and not view.is_simplified,
    ),
    FileAct(
        verb="suspend",
        title=_("登记停止执行"),
        button=_("登记停止执行"),
        form=forms.SuspendForm,
        run=suspension.order,
        done=_("停止执行已登记。"),
        is_grave=True,
        consequence=_(
            "凭复议机关或法院的文书登记：从这一天起停止执行原决定，直到登记恢复。发放由县局在动态复核中相应办理。"
        ),
        makes_sense=_may_suspend,
    ),
    FileAct(
        verb="lift",
        title=_("登记恢复执行"),
        button=_("登记恢复执行"),
        form=forms.LiftForm,
        run=suspension.lift,
        done=_("恢复执行已登记。"),
        consequence=_("从这一天起恢复执行原决定。"),
        makes_sense=lambda view: view.suspension is not None,
    ),
    FileAct(
        verb="not-accept",
        title=_("登记不予受理"),
        button=_("登记不予受理"),
        form=forms.NotAcceptForm,
        run=progress.not_accept,
        done=_("已登记。"),
        consequence=_("不予受理并告知理由；属于其他机关的，写明转送何处。"),
    ),
    FileAct(
        verb="withdraw",
        title=_("登记撤回"),
        button=_("登记撤回"),
        form=forms.DayAndWordsForm,
        run=progress.withdraw,
        done=_("已登记撤回。"),
        consequence=_("{person}撤回请求，原决定继续有效。"),
    ),
)
