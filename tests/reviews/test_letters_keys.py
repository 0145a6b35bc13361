"""Where the seal's key comes from: made for demonstration, or kept in a token."""

import os
import shutil
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import pkcs12 as bundles
from django.core.management import CommandError, call_command
from pkcs11.util.x509 import decode_x509_certificate

from cases.press.keys import make_keys, read_keys
from cases.press.seal import Sealer, SealRefused, TokenKey
from cases.press.verify import verify_pdf
from reviews.letters.render import Form, render_letter
from tests.reviews.letter_contents import ASSETS, SIGNED_AT, make_content

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
FACTS = {"signed_at": SIGNED_AT, "director_name": "Max Director, MD", "meaning": "Approved"}


def test_the_command_makes_keys_that_only_their_owner_reads(tmp_path):
    folder = tmp_path / "keys"
    call_command("make_demonstration_keys", directory=folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = sorted(folder.iterdir())
    assert [each.name for each in files] == ["authority.pem", "seal-password.txt", "seal.p12"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_a_second_run_keeps_the_keys(tmp_path):
    call_command("make_demonstration_keys", directory=tmp_path)
    before = read_keys(tmp_path)
    call_command("make_demonstration_keys", directory=tmp_path)
    assert read_keys(tmp_path) == before


def test_production_makes_no_demonstration_keys(tmp_path, settings):
    settings.DEMONSTRATION = settings.TESTING = False
    with pytest.raises(CommandError, match="demonstration mode only"):
        call_command("make_demonstration_keys", directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_made_keys_seal_and_their_authority_vouches(tmp_path):
    call_command("make_demonstration_keys", directory=tmp_path, organization="Ocean Review")
    keys = read_keys(tmp_path)
    sealer = Sealer.from_pkcs12(keys.pkcs12, keys.password, ASSETS)
    sealed = sealer.seal_pdf(_letter(), **FACTS)
    assert sealer.organization == "Ocean Review"
    assert verify_pdf(sealed, [keys.authority]).is_valid


@pytest.mark.skipif(
    not SOFTHSM.exists() or shutil.which("softhsm2-util") is None,
    reason="softhsm2 is not installed",
)
def test_a_key_in_a_token_seals_without_leaving_it(tmp_path, monkeypatch):
    token_key = _token(tmp_path, monkeypatch)
    sealer = Sealer.from_token(token_key, ASSETS)
    sealed = sealer.seal_pdf(_letter(), **FACTS)
    assert verify_pdf(sealed, sealer.trusted_certificates).is_valid


def test_a_token_that_is_not_there_is_said():
    missing = TokenKey("/nowhere/module.so", "letters", "1234", "seal", "seal")
    with pytest.raises(SealRefused, match="PKCS#11 token"):
        Sealer.from_token(missing, ASSETS)


def _letter():
    return render_letter(make_content(), Form.SERVED, ASSETS).pdf


def _token(folder, monkeypatch):
    """Make a token in a file, with the key and certificate of a demonstration seal."""
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    keys = make_keys("Golden Coast Medical Review", at=SIGNED_AT + timedelta(hours=1))
    bundle = bundles.load_pkcs12(keys.pkcs12, keys.password.encode())
    key_file = folder / "key.pem"
    key_file.write_bytes(
        bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    _run("softhsm2-util", "--init-token", "--free", "--label", "letters", "--pin", "1234",
         "--so-pin", "5678")  # fmt: skip
    _run("softhsm2-util", "--import", key_file, "--token", "letters", "--label", "seal",
         "--id", "01", "--pin", "1234")  # fmt: skip
    _store_certificate(bundle.cert.certificate.public_bytes(Encoding.DER))
    return TokenKey(str(SOFTHSM), "letters", "1234", "seal", "seal")


def _store_certificate(data):
    template = {
        **decode_x509_certificate(data),
        pkcs11.Attribute.LABEL: "seal",
        pkcs11.Attribute.TOKEN: True,
    }
    token = pkcs11.lib(str(SOFTHSM)).get_token(token_label="letters")
    with token.open(rw=True, user_pin="1234") as session:
        session.create_object(template)


def _run(*arguments):
    subprocess.run(arguments, check=True, capture_output=True, env=os.environ)
