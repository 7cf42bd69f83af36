"""Every issued paper is entered here under a code that anybody may verify; the entry says nothing of anybody.

The code has a random half and a half that is a keyed digest of the entry, so neither a made-up code nor an entry that
was changed in the database is found genuine.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction

from minzheng.paperwork.models import IssuedPaper
from minzheng.services import vault
from minzheng.services.papers.typesetting import square_code

CONTEXT = "paperwork.IssuedPaper.code"
# Crockford's digits: no I, L, O, U, so that a code read aloud or typed is the same code.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 8


@transaction.atomic
def register(*, form: str, title: str, number: str, issuer: str, issued_on: date, content_sha256: str) -> IssuedPaper:
    """Enter a paper; raises IntegrityError for a number already issued on this form."""
    row = IssuedPaper(
        form=form, title=title, number=number, issuer=issuer, issued_on=issued_on, content_sha256=content_sha256
    )
    serial = "".join(secrets.choice(DIGITS) for _n in range(HALF))
    mac = vault.index(said_by(row, serial), context=CONTEXT)
    row.code = serial + short(mac)
    row.digest = mac.hex()
    row.save(force_insert=True)
    return row


def said_by(row: IssuedPaper, serial: str) -> str:
    """Return what the digest is made over."""
    fields = [serial, row.form, row.title, row.number, row.issuer, row.issued_on.isoformat(), row.content_sha256]
    return json.dumps(fields, ensure_ascii=False)


def short(mac: bytes) -> str:
    """Return the forty bits of a digest that stand in a code."""
    number = int.from_bytes(mac[:5], "big")
    return "".join(DIGITS[number >> shift & 31] for shift in range(35, -1, -5))


def is_genuine(row: IssuedPaper) -> bool:
    """Say whether an entry is what was issued: under any key that is still known."""
    said = said_by(row, row.code[:HALF])
    return any(
        hmac.compare_digest(mac.hex(), row.digest) and short(mac) == row.code[HALF:]
        for mac in vault.search_indexes(said, context=CONTEXT)
    )


def grouped(code: str) -> str:
    """Return a code as it is printed: four and four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def normal(text: str) -> str:
    """Return a code as it is kept, from what somebody typed: small letters, spaces, O for 0."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def printed_code(code: str) -> dict[str, str]:
    """Return what a paper freezes of its code: as it is printed, and the address where it is verified."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}/verify/{code}/" if settings.PUBLIC_URL else ""
    return {"code": grouped(code), "url": address}


def picture(verify: Mapping[str, str]) -> str:
    """Return the QR code of a frozen code as SVG: the address, or where none is set the code alone."""
    return square_code(verify["url"] or verify["code"])
