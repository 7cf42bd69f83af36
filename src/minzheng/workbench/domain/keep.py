"""Drafts, saved views and presence: one person's own things, no part of any record.

Drafts are sealed with the person's name in the seal, so that nobody else opens them; they go after a week.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import NotAllowed, require_active
from minzheng.kernel.refusal import Refused
from minzheng.services import vault
from minzheng.services.audit.domain.record import record
from minzheng.workbench.models import Draft, Presence, SavedView
from minzheng.workbench.queries.keep import KEPT_DAYS, context_of

MOST_BYTES, LONGEST_KEY = 100_000, 160
MOST_VIEWS = 30
# Who was on a page longer ago than this is not there any more.
GONE_AFTER = dt.timedelta(hours=12)
CHAIN = "workbench"


class NotKept(Refused):
    """What was to be kept cannot be kept."""


@transaction.atomic
def keep_draft(*, key: str, values: Mapping[str, Any], by: Staff, at: dt.datetime) -> Draft:
    """Keep a half-written form in place of the one kept before. Raises NotKept if it is too long, NotAllowed."""
    require_active(by)
    text = json.dumps(values, ensure_ascii=False)
    if len(text) > MOST_BYTES or len(key) > LONGEST_KEY:
        raise NotKept(_("内容太长，没有保存草稿。请先提交，或把长文字另存。"))
    Draft.objects.filter(saved_at__lt=at - dt.timedelta(days=KEPT_DAYS), staff=by).delete()
    sealed = vault.seal(text, context=context_of(by))
    row, _made = Draft.objects.update_or_create(
        staff=by, key=key, defaults={"values_sealed": sealed, "saved_at": at, "passed_from": None}
    )
    return row


@transaction.atomic
def drop_draft(*, key: str, by: Staff) -> None:
    """Forget a draft: its form was sent, or its writer wants it no longer."""
    Draft.objects.filter(staff=by, key=key).delete()


@transaction.atomic
def save_view(*, page: str, name: str, query: str, office: str, shared: bool, by: Staff, at: dt.datetime) -> SavedView:
    """Keep a list as it is looked at now; the same name again replaces it. Raises NotKept, NotAllowed."""
    require_active(by)
    named = name.strip()
    if not named:
        raise NotKept(_("请给这个筛选起个名称，例如“本周到期”。"))
    if len(named) > 40 or len(query) > 500:
        raise NotKept(_("名称最多 40 个字，筛选条件最多 500 个字符。请缩短后再保存。"))
    if SavedView.objects.filter(owner=by).exclude(page=page, name=named).count() >= MOST_VIEWS:
        raise NotKept(_("已保存 %(n)d 个筛选，到了上限。请先删除不用的。") % {"n": MOST_VIEWS})
    row, _made = SavedView.objects.update_or_create(
        owner=by, page=page, name=named,
        defaults={"query": query, "office": office, "is_shared": shared, "saved_at": at},
    )  # fmt: skip
    if shared:
        record(
            chain=CHAIN, at=at, by=by, action="workbench.view_shared", object_kind="saved_view", object_id=str(row.pk),
            after={"page": page, "name": named},
        )  # fmt: skip
    return row


@transaction.atomic
def drop_view(*, view: SavedView, by: Staff) -> None:
    """Forget a saved view. Raises NotAllowed for another person's."""
    if view.owner_id != by.pk:
        raise NotAllowed(_("“%(name)s”是同事共享的筛选，只有保存的人可以删除。") % {"name": view.name})
    view.delete()


@transaction.atomic
def be_present(*, subject: str, doing: str, by: Staff, at: dt.datetime) -> None:
    """Note that a person has a page open now."""
    Presence.objects.filter(seen_at__lt=at - GONE_AFTER).delete()
    Presence.objects.update_or_create(staff=by, subject=subject, defaults={"doing": doing[:40], "seen_at": at})
