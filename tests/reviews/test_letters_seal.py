"""The seal: what it covers, what it shows, what it refuses, and how it is checked."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from cases.press import verify
from cases.press.keys import make_keys
from cases.press.marks import DRAFT
from cases.press.seal import Sealer, SealRefused
from cases.press.verify import verify_pdf
from reviews.letters.render import Form, render_letter
from tests.reviews.letter_contents import ASSETS, SIGNED_AT, make_content
from tests.reviews.letter_pdfs import broken_standards, folded, needs_poppler, pages_of

MEANING = "Final determination approved"
DIRECTOR = "Maxine Okafor, MD"
NOW = SIGNED_AT + timedelta(hours=1)

needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="poppler-utils is not installed"
)


@pytest.fixture(scope="module")
def keys():
    return make_keys("Golden Coast Medical Review", at=NOW)


@pytest.fixture(scope="module")
def sealer(keys):
    return Sealer.from_pkcs12(keys.pkcs12, keys.password, ASSETS)


@pytest.fixture(scope="module")
def letter():
    return render_letter(make_content(), Form.SERVED, ASSETS).pdf


@pytest.fixture(scope="module")
def sealed(sealer, letter):
    return seal(sealer, letter)


def seal(sealer, pdf, **changes):
    facts = {"signed_at": SIGNED_AT, "director_name": DIRECTOR, "meaning": MEANING}
    return sealer.seal_pdf(pdf, **{**facts, **changes})


def test_a_sealed_letter_is_ours_whole_and_unchanged(sealed, keys):
    found = verify_pdf(sealed, [keys.authority])
    assert found.is_valid
    assert found.signed_at == SIGNED_AT.replace(microsecond=0)
    assert found.reasons == (verify.VALID,)


def test_the_seal_is_archivable_and_accessible_still(sealed):
    assert broken_standards(sealed) == []


@pytest.mark.parametrize("name", [f"Director Number {n}, MD" for n in range(6)])
def test_it_stays_so_whoever_signs(sealer, letter, name):
    assert broken_standards(seal(sealer, letter, director_name=name)) == []


def test_no_chance_decides_how_the_seals_own_references_end(sealed):
    update = sealed[sealed.rindex(b"/Type /XRef") :]
    data = update[update.index(b"stream\n") + 7 : update.index(b"\nendstream")]
    assert b"/FlateDecode" not in update
    assert data.endswith(b"\0")


@needs_pdfsig
def test_poppler_finds_it_valid_over_the_whole_document(sealed, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(sealed)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


@needs_poppler
def test_the_visible_block_says_who_when_and_what_it_means(sealed):
    text = folded(" ".join(pages_of(sealed)))
    assert (
        "Final determination approved Electronically signed by Maxine Okafor, MD "
        "June 22, 2026 at 3:04 PM PDT Sealed by Golden Coast Medical Review" in text
    )


def test_it_certifies_and_allows_no_change(sealed):
    signature = PdfFileReader(BytesIO(sealed)).embedded_signatures[0]
    assert signature.docmdp_level == verify.MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == MEANING
    assert "/Name" not in signature.sig_object


def test_the_certificate_is_the_organizations_and_no_persons(sealed):
    content = cms.ContentInfo.load(_contents(sealed))["content"]
    (certificate,) = [each.chosen for each in content["certificates"]]
    assert certificate.subject.native["organization_name"] == "Golden Coast Medical Review"
    assert "Okafor" not in str(certificate.subject.native)
    assert certificate.subject_alt_name_value is None


def test_title_dates_and_metadata_are_the_letters_own(letter, sealed):
    with pikepdf.open(BytesIO(letter)) as before, pikepdf.open(BytesIO(sealed)) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo.items()) == dict(after.docinfo.items())


def test_the_field_has_a_name_for_screen_readers(sealed):
    with pikepdf.open(BytesIO(sealed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert "who approved this determination" in str(field.TU)


@pytest.mark.parametrize("place", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_one_flipped_bit_is_found(sealed, keys, place):
    damaged = bytearray(sealed)
    damaged[int(len(damaged) * place)] ^= 1
    assert not verify_pdf(bytes(damaged), [keys.authority]).is_valid


def test_a_flipped_bit_in_the_room_beside_the_signature_is_found(sealed, keys):
    start, end = _gap(sealed)
    for place in (start + 1, start + 200, end - 100, end - 2):
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        assert not verify_pdf(bytes(damaged), [keys.authority]).is_valid


def test_words_changed_before_the_seal_are_found(sealed, keys):
    changed = sealed.replace(
        b"Final Determination CM26-0900001", b"Final Determination CM26-0900002"
    )
    assert changed != sealed
    found = verify_pdf(changed, [keys.authority])
    assert not found.is_valid
    assert verify.CHANGED in found.reasons


def test_an_addition_after_the_seal_is_found(sealed, keys):
    found = verify_pdf(sealed + b"% more\n", [keys.authority])
    assert not found.is_valid
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    append_signature_field(writer, SigFieldSpec("Second", box=(10, 10, 90, 40)))
    added = BytesIO()
    writer.write(added)
    found = verify_pdf(added.getvalue(), [keys.authority])
    assert not found.is_valid
    assert verify.NOT_WHOLE in found.reasons


def test_a_second_seal_is_refused(sealer, sealed):
    with pytest.raises(SealRefused, match="sealed already"):
        seal(sealer, sealed)


def test_drafts_bodies_and_other_files_are_not_sealed(sealer):
    for form, mark in ((Form.SERVED, DRAFT), (Form.PUBLIC, "")):
        with pytest.raises(SealRefused, match="no place for a seal"):
            seal(sealer, render_letter(make_content(), form, ASSETS, mark=mark).pdf)
    with pytest.raises(SealRefused, match="not a letter"):
        seal(sealer, b"not a PDF")


def test_another_organizations_seal_is_not_ours(letter, keys):
    other = make_keys("Golden Coast Medical Review", at=NOW)
    stranger = Sealer.from_pkcs12(other.pkcs12, other.password, ASSETS)
    found = verify_pdf(seal(stranger, letter), [keys.authority])
    assert not found.is_valid
    assert found.is_unchanged
    assert found.reasons == (verify.NOT_OURS,)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", verify.NOT_READABLE),
        (b"hello", verify.NOT_READABLE),
        (b"%PDF-1.7\n" + b"9" * 5000, verify.NOT_READABLE),
    ],
)
def test_whatever_the_file_the_answer_is_a_sentence(file, reason, keys):
    assert verify_pdf(file, [keys.authority]).reasons == (reason,)


def test_a_letter_without_seal_is_not_valid(letter, keys):
    assert verify_pdf(letter, [keys.authority]).reasons == (verify.NOT_SEALED,)


def test_a_letter_outlives_its_certificate(letter):
    keys = make_keys("Golden Coast Medical Review", at=datetime(2010, 5, 1, tzinfo=UTC))
    old = Sealer.from_pkcs12(keys.pkcs12, keys.password, ASSETS)
    in_time = seal(old, letter, signed_at=datetime(2015, 6, 22, tzinfo=UTC))
    assert verify_pdf(in_time, old.trusted_certificates).is_valid
    too_late = seal(old, letter)
    assert not verify_pdf(too_late, old.trusted_certificates).is_valid


def test_an_rsa_key_seals_too_and_is_loaded_once(letter):
    sealer = Sealer.from_pkcs12(*_rsa_bundle("Golden Coast Medical Review"), ASSETS)
    sealed = seal(sealer, letter)
    assert verify_pdf(sealed, sealer.trusted_certificates).is_valid
    assert broken_standards(sealed) == []


def test_a_persons_certificate_is_refused():
    extra = [x509.NameAttribute(NameOID.EMAIL_ADDRESS, "max@example.org")]
    with pytest.raises(SealRefused, match="no person or e-mail"):
        Sealer.from_pkcs12(*_rsa_bundle("Golden Coast", extra), ASSETS)
    with pytest.raises(SealRefused, match="must name the organization"):
        Sealer.from_pkcs12(
            *_rsa_bundle("", [x509.NameAttribute(NameOID.COMMON_NAME, "Max")]), ASSETS
        )


def test_a_wrong_password_is_said(keys):
    with pytest.raises(SealRefused, match="check the file and its password"):
        Sealer.from_pkcs12(keys.pkcs12, "wrong", ASSETS)


def _rsa_bundle(organization, extra=()):
    key = rsa.generate_private_key(65537, 2048)
    attributes = (
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    )
    name = x509.Name([*attributes, *extra])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=9))
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    bundle = pkcs12.serialize_key_and_certificates(b"s", key, certificate, None, NoEncryption())
    return bundle, ""


def _gap(pdf):
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)
    return int(found[1]), int(found[2])


def _contents(pdf):
    start, end = _gap(pdf)
    return bytes.fromhex(pdf[start + 1 : end - 1].decode())
