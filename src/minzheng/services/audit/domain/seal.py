"""Sealing: a digest with a key that is not in the database, over the heads of all chains that grew.

A hash chain alone cannot show a tail cut off or a chain written anew by someone who owns the database; the seals can,
for everything written before the latest seal. Run by the schedule and by `minzheng doctor`.
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import router, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from minzheng.services.audit.chain import FIRST, canonical
from minzheng.services.audit.domain.verify import Break
from minzheng.services.audit.locks import hold
from minzheng.services.audit.models import AuditEvent, ChainSeal

SEAL_CHAIN = "seal"
# A long transaction may commit rows with ids below the last sealed one: rows are looked at again for this long.
OVERLAP = timedelta(hours=6)
HEADS_AT_ONCE = 500


def seal(*, at: datetime) -> ChainSeal | None:
    """Seal the heads of all chains that grew since the last seal; None if none did."""
    using = router.db_for_write(ChainSeal)
    with transaction.atomic(using=using):
        hold([SEAL_CHAIN], using=using)
        last = ChainSeal.objects.order_by("-number").first()
        heads = _unsealed_heads(at)
        if not heads:
            return None
        row = ChainSeal(
            number=last.number + 1 if last else 1,
            at=at,
            last_event_id=AuditEvent.objects.aggregate(top=Max("id"))["top"],
            heads=heads,
            key_version=settings.VAULT_CURRENT_KEY,
            previous_digest=last.digest if last else FIRST,
        )
        row.digest = _digest_of(row)
        row.save(force_insert=True)
    return row


def broken_seals() -> list[Break]:
    """Return every seal changed or removed, and every sealed row that is gone or differs from what was sealed."""
    breaks = []
    expected, previous = 1, FIRST
    for row in ChainSeal.objects.order_by("number").iterator():
        if row.number != expected or row.previous_digest != previous:
            breaks.append(Break(SEAL_CHAIN, expected, _("封存记录缺失或不衔接")))
        elif not hmac.compare_digest(row.digest, _digest_of(row)):
            breaks.append(Break(SEAL_CHAIN, row.number, _("封存记录被改动，或密钥不对")))
        else:
            breaks += _lost(row.heads)
        expected, previous = row.number + 1, row.digest
    return breaks


def _unsealed_heads(at: datetime) -> dict[str, list[Any]]:
    """Return {chain: [seq, hash]} of the heads that no recent seal has."""
    recent = list(ChainSeal.objects.filter(at__gte=at - OVERLAP).order_by("number"))
    before = ChainSeal.objects.filter(at__lt=at - OVERLAP).order_by("-number").first()
    sealed = {chain: head[0] for row in recent for chain, head in row.heads.items()}
    grown = AuditEvent.objects.filter(id__gt=before.last_event_id if before else 0)
    tops = grown.values_list("chain").annotate(top=Max("seq")).order_by("chain")
    wanted = {chain: top for chain, top in tops if sealed.get(chain, 0) < top}
    hashes_of = _hashes(wanted)
    return {chain: [seq, hashes_of[chain, seq]] for chain, seq in wanted.items()}


def _hashes(heads: dict[str, int]) -> dict[tuple[str, int], str]:
    """Return the hash of each (chain, seq) that exists."""
    found: dict[tuple[str, int], str] = {}
    chains = list(heads)
    for start in range(0, len(chains), HEADS_AT_ONCE):
        part = chains[start : start + HEADS_AT_ONCE]
        seqs = {heads[chain] for chain in part}
        rows = AuditEvent.objects.filter(chain__in=part, seq__in=seqs).values_list("chain", "seq", "hash")
        found |= {(chain, seq): digest for chain, seq, digest in rows}
    return found


def _lost(heads: dict[str, list[Any]]) -> list[Break]:
    present = _hashes({chain: head[0] for chain, head in heads.items()})
    breaks = []
    for chain, (seq, digest) in heads.items():
        if (chain, seq) not in present:
            breaks.append(Break(chain, seq, _("封存时存在的记录已不存在，链尾被截断")))
        elif present[chain, seq] != digest:
            breaks.append(Break(chain, seq, _("与封存时不同，整条链被改写")))
    return breaks


def _digest_of(row: ChainSeal) -> str:
    """Return HMAC-SM3 over every field of the seal."""
    key = _key(row.key_version)
    fields = [
        row.number,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.last_event_id,
        row.heads,
        row.key_version,
        row.previous_digest,
    ]
    mac = HMAC(key, hashes.SM3())
    mac.update(canonical(fields))
    return mac.finalize().hex()


def _key(version: str) -> bytes:
    """Return the sealing key of a version: from the root key, for this purpose only, so the vault's keys stay apart."""
    root = bytes.fromhex(settings.VAULT_ROOT_KEYS[version])
    info = f"minzheng/audit/seal/{version}".encode()
    return HKDF(algorithm=hashes.SM3(), length=32, salt=None, info=info).derive(root)
