"""Sealed values open only whole, in their own place, with their own key."""

import time

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from minzheng.services import vault
from minzheng.services.vault.provider import SoftwareProvider

ID_NUMBER = "429999199001010015"
CONTEXT = "registry.Person.id_number"
OLD, NEW = "11" * 32, "22" * 32


@pytest.fixture
def rotated(settings):
    """Both keys known, the new one current."""

    def rotate():
        settings.VAULT_ROOT_KEYS = {"1": OLD, "2": NEW}
        settings.VAULT_CURRENT_KEY = "2"

    settings.VAULT_ROOT_KEYS = {"1": OLD}
    settings.VAULT_CURRENT_KEY = "1"
    return rotate


def test_sm4_gcm_is_that_of_rfc_8998():
    # RFC 8998, appendix A.1
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    associated = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex("AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8)

    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(associated)
    sealed = encryptor.update(plain) + encryptor.finalize()

    assert sealed.hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    )
    assert encryptor.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"


@pytest.mark.parametrize("plain", ["", "a", ID_NUMBER, "张三丰", "𠮷" * 500])
def test_what_was_sealed_opens(plain):
    assert vault.open_sealed(vault.seal(plain, context=CONTEXT), context=CONTEXT) == plain


def test_a_memoryview_opens_as_postgresql_gives_it():
    assert vault.open_sealed(memoryview(vault.seal(ID_NUMBER, context=CONTEXT)), context=CONTEXT) == ID_NUMBER


def test_sealing_twice_gives_different_bytes_and_never_the_plain_text():
    first, second = (vault.seal(ID_NUMBER, context=CONTEXT) for _ in range(2))

    assert first != second
    assert ID_NUMBER.encode() not in first


def test_every_changed_byte_is_noticed():
    sealed = vault.seal(ID_NUMBER, context=CONTEXT)

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(vault.VaultError):
            vault.open_sealed(bytes(changed), context=CONTEXT)


def test_every_cut_is_noticed():
    sealed = vault.seal(ID_NUMBER, context=CONTEXT)

    for length in range(len(sealed)):
        with pytest.raises(vault.TamperedError):
            vault.open_sealed(sealed[:length], context=CONTEXT)


def test_a_value_moved_to_another_column_does_not_open():
    sealed = vault.seal(ID_NUMBER, context=CONTEXT)

    with pytest.raises(vault.TamperedError, match="密文被改动，或不属于这一字段"):
        vault.open_sealed(sealed, context="registry.Person.phone")


def test_an_unknown_key_names_its_version_and_the_setting(settings):
    sealed = vault.seal(ID_NUMBER, context=CONTEXT)
    settings.VAULT_ROOT_KEYS, settings.VAULT_CURRENT_KEY = {"7": NEW}, "7"

    with pytest.raises(vault.UnknownKeyError, match="没有版本“1”的密钥：请检查 MINZHENG_VAULT_KEYS"):
        vault.open_sealed(sealed, context=CONTEXT)


def test_rotation_opens_the_old_and_seals_with_the_new(rotated):
    old = vault.seal(ID_NUMBER, context=CONTEXT)

    rotated()
    new = vault.reseal(old, context=CONTEXT)

    assert vault.open_sealed(old, context=CONTEXT) == ID_NUMBER
    assert vault.open_sealed(new, context=CONTEXT) == ID_NUMBER
    assert (vault.key_version_of(old), vault.key_version_of(new)) == ("1", "2")
    assert (vault.is_current(old), vault.is_current(new)) == (False, True)
    assert vault.reseal(new, context=CONTEXT) == new


def test_the_index_is_found_during_a_rotation(rotated):
    old = vault.index(ID_NUMBER, context=CONTEXT)

    rotated()

    assert vault.search_indexes(ID_NUMBER, context=CONTEXT) == [vault.index(ID_NUMBER, context=CONTEXT), old]
    assert vault.current_version() == "2"


def test_the_index_depends_on_value_context_and_key_only(rotated):
    index = vault.index(ID_NUMBER, context=CONTEXT)

    assert index == vault.index(ID_NUMBER, context=CONTEXT)
    assert len(index) == 32
    assert index != vault.index(ID_NUMBER[:-1] + "X", context=CONTEXT)
    assert index != vault.index(ID_NUMBER, context="registry.BankAccount.account")


def test_sealing_and_indexing_use_different_keys():
    provider = SoftwareProvider({"1": OLD}, "1")
    same_root_again = SoftwareProvider({"1": OLD}, "1")

    assert provider.mac(b"x", version="1") == same_root_again.mac(b"x", version="1")
    assert provider._ciphers["1"].key != provider._macs["1"].copy().finalize()[:16]
    assert provider.stamp(b"x", version="1") != provider.mac(b"x", version="1")
    assert OLD not in repr(provider)


def test_a_stamp_fits_its_message_context_and_key_only(rotated):
    proof = vault.stamp(b"a", context="x")
    rotated()

    assert vault.fits(proof, b"a", context="x")
    assert vault.fits(memoryview(proof), b"a", context="x")
    assert vault.key_version_of(proof) == "1"
    assert vault.key_version_of(vault.stamp(b"a", context="x")) == "2"
    assert [vault.fits(*case, context="x") for case in [(proof, b"b"), (proof[:-1], b"a"), (b"", b"a")]] == [False] * 3
    assert not vault.fits(proof, b"a", context="y")
    with pytest.raises(vault.UnknownKeyError):
        vault.fits(proof[:2] + b"9" + proof[3:], b"a", context="x")


@pytest.mark.parametrize(
    ("keys", "current", "message"),
    [
        ({"1": "00"}, "1", "MINZHENG_VAULT_KEYS 中版本“1”的密钥应为 64 位十六进制数字"),
        ({"1": "zz" * 32}, "1", "MINZHENG_VAULT_KEYS 中版本“1”的密钥应为 64 位十六进制数字"),
        ({"一": OLD}, "一", "MINZHENG_VAULT_KEYS 的密钥版本“一”应为 1 至 16 位字母、数字、点、横线"),
        ({"1": OLD}, "2", "MINZHENG_VAULT_CURRENT_KEY 指定的密钥版本“2”不在 MINZHENG_VAULT_KEYS 中"),
    ],
)
def test_bad_keys_are_named_without_being_shown(keys, current, message):
    with pytest.raises(vault.BadKeysError) as caught:
        SoftwareProvider(keys, current)

    assert str(caught.value) == message


class Hardware(SoftwareProvider):
    """Stands for a county's certified device."""

    def __init__(self):
        super().__init__({"hsm": NEW}, "hsm")


def test_certified_hardware_takes_the_place_of_our_software(settings):
    settings.VAULT_PROVIDER = f"{__name__}.Hardware"

    assert vault.key_version_of(vault.seal(ID_NUMBER, context=CONTEXT)) == "hsm"


def test_a_value_costs_microseconds():
    start = time.perf_counter()
    for _ in range(2000):
        vault.open_sealed(vault.seal(ID_NUMBER, context=CONTEXT), context=CONTEXT)
        vault.index(ID_NUMBER, context=CONTEXT)

    # About 20 µs; ten times that still registers 3,000 people in under a second.
    assert time.perf_counter() - start < 2000 * 200e-6
