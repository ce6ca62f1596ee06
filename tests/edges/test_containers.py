"""Containers: what offices send their forms in gives the files inside, or a sentence why not."""

import base64
import email.policy
import io
import random
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.filekinds import REFUSALS, FileKind, is_zip, kind_of_archive, kind_of_plain
from domain.intake import INSIDE, NotAForm, Read, take_in, verdict_of
from domain.limits import MIB, Limits
from domain.submissions import FileVerdict, Refused, Submission, Verdict
from tasks.adapters.containers import Member, shown_name, unpack
from tasks.adapters.file_reading import read_file
from tests.edges.compound_file import END, SECTOR, Tree, compound_file
from tests.edges.test_workbook import filled, town

LIMITS = Limits()
FORM = "Sprawozdanie – Dom Kultury „Podgórze” żółć.xlsx"
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XADES = "http://www.w3.org/2000/09/xmldsig#"
CERTIFICATE = b"\x30\x82\x03\x80" + bytes(900)


# ---------------------------------------------------------------- makers


def packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mail(files: Mapping[str, bytes], subject: str = "Sprawozdanie za 2024 r.") -> bytes:
    """Return a mail as a mail program sends it: text, the same as HTML, files."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "klub@krakow.pl", "pwr@mops.pl", subject
    message.set_content("Dzień dobry,\nw załączeniu sprawozdanie – z poważaniem, Klub Kuźnia\n")
    message.add_alternative("<html><p>Dzień dobry,</p></html>", subtype="html")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype=XLSX, filename=name)
    return message.as_bytes(policy=email.policy.SMTP)


def by_hand(*parts: bytes, close: bytes = b"--=_1--\r\n") -> bytes:
    """Return a mail with these parts, each with its header, as no library would write them."""
    start = b'From: a@b.pl\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="=_1"\r\n\r\n'
    return start + b"".join(b"--=_1\r\n" + part + b"\r\n" for part in parts) + close


def outlook(attachments: Sequence[Tree], stated: int | None = None) -> dict[str, bytes | Tree]:
    """Return the streams of a mail as Outlook saves it."""
    count = len(attachments) if stated is None else stated
    folders = {f"__attach_version1.0_#{at:08X}": tree for at, tree in enumerate(attachments)}
    return {
        "__properties_version1.0": struct.pack("<8x4I8x", 0, count, 0, count),
        "__nameid_version1.0": {"__substg1.0_00020102": b""},
        "__substg1.0_0037001F": "Sprawozdanie".encode("utf-16-le"),
        "__substg1.0_1000001F": ("Dzień dobry! " * 400).encode("utf-16-le"),
        **folders,
    }


def attached(data: bytes | Tree, name: str = "", short: str = "", *, wide: bool = True) -> Tree:
    """Return the streams of an attachment: bytes, or the mail that it is."""
    kind, coding = ("001F", "utf-16-le") if wide else ("001E", "cp1250")
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(8)}
    if name:
        tree[f"__substg1.0_3707{kind}"] = name.encode(coding)
    if short:
        tree[f"__substg1.0_3704{kind}"] = short.encode(coding)
    tree["__substg1.0_37010102" if isinstance(data, bytes) else "__substg1.0_3701000D"] = data
    return tree


def lines(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "&#13;\n")


def signed(data: bytes) -> bytes:
    """Return a file wrapped in its own signature, as by a "podpis zaufany"."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ds:Signature xmlns:ds="{XADES}" Id="ID-1"><ds:SignedInfo><ds:Reference URI="#ID-2">
<ds:DigestValue>{base64.b64encode(bytes(range(32))).decode()}</ds:DigestValue>
</ds:Reference></ds:SignedInfo><ds:SignatureValue>{lines(bytes(range(256)))}</ds:SignatureValue>
<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{lines(CERTIFICATE)}</ds:X509Certificate>
</ds:X509Data></ds:KeyInfo><ds:Object Encoding="{XADES}base64" Id="ID-2">{lines(data)}</ds:Object>
</ds:Signature>""".encode()


def epuap(files: Mapping[str, bytes]) -> bytes:
    """Return a letter of the ePUAP kind with attachments, the signature after a long header."""
    parts = "".join(
        f'<str:Zalacznik format="application/xlsx" kodowanie="base64" nazwaPliku="{name}">'
        f"<str:OpisZalacznika>opis</str:OpisZalacznika>"
        f"<str:DaneZalacznika>{lines(data)}</str:DaneZalacznika></str:Zalacznik>"
        for name, data in files.items()
    )
    head = "<wnio:Naglowek>" + "<a>Urząd Miasta Krakowa</a>" * 500 + "</wnio:Naglowek>"
    return (
        f'\n<wnio:Dokument xmlns:wnio="http://crd/w" xmlns:str="http://crd/s">{head}<str:Zalaczniki>'
        f'{parts}</str:Zalaczniki><ds:Signature xmlns:ds="{XADES}"/></wnio:Dokument>'
    ).encode()


def detached() -> bytes:
    return signed(b"").replace(b"ds:Object", b"ds:Nothing")


def kind_of(data: bytes) -> FileKind:
    if not is_zip(data):
        return kind_of_plain(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        media = archive.read("mimetype").decode() if "mimetype" in names else ""
    return kind_of_archive(names, media)


def inside(data: bytes, name: str = "plik", limits: Limits = LIMITS) -> list[tuple[str, bytes]]:
    members = unpack(name, kind_of(data), data, limits)
    assert all(isinstance(member, Member) for member in members)
    return [(member.name, member.data) for member in members]


def names(data: bytes) -> list[str]:
    return [name for name, _ in inside(data)]


def reason(data: bytes, kind: FileKind, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        unpack("plik", kind, data, limits)
    assert "Proszę" in str(refused.value)
    assert str(refused.value).endswith(".")
    return str(refused.value)


# ---------------------------------------------------------------- mails


def test_a_mail_gives_its_attachments_in_order_and_not_its_own_words() -> None:
    files = {FORM: b"PK\x03\x04form", "lista.pdf": b"%PDF-1.7", "puste.txt": b""}
    assert inside(mail(files)) == list(files.items())
    assert inside(mail({})) == []


def test_a_mail_inside_a_mail_is_a_member_byte_for_byte() -> None:
    inner = mail({"a.xlsx": b"PK\x03\x04"}, "FW: Kuźnia")
    parts = by_hand(
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
        b'Content-Type: message/rfc822; name="stare.eml"\r\n\r\n' + inner,
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"From: a\nTo: b\n\nx"),
    )
    assert inside(parts) == [
        ("FW: Kuźnia.eml", inner),
        ("stare.eml", inner),
        ("wiadomość.eml", b"From: a\nTo: b\n\nx"),
    ]
    assert kind_of(inside(parts)[0][1]) is FileKind.MAIL


def test_a_mail_that_a_library_nested_is_a_member_too() -> None:
    inner = email.message_from_bytes(mail({"a.xlsx": b"1"}, "Odp."), policy=email.policy.default)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@b.pl", "FW"
    outer.set_content("Przekazuję")
    outer.add_attachment(inner)
    [(name, data)] = inside(outer.as_bytes())
    assert (name, names(data)) == ("Odp.eml", ["a.xlsx"])


def test_a_digest_is_a_row_of_mails() -> None:
    inner = b"From: a@b.pl\r\nSubject: Raz\r\n\r\ntekst"
    digest = by_hand(b"\r\n" + inner).replace(b"multipart/mixed", b"multipart/digest")
    assert inside(digest) == [("Raz.eml", inner)]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('; name="=?utf-8?Q?=C5=BC=C3=B3=C5=82w_1=2Exlsx?="', "żółw 1.xlsx"),
        ('; name="=?utf-8?B?xbzDs8U=?=\r\n =?utf-8?B?gncueGxzeA==?="', "żółw.xlsx"),
        ("; name==?iso-8859-2?Q?=BF=F3=B3w.xlsx?=", "żółw.xlsx"),
        ("; name*=UTF-8''%C5%BC%C3%B3%C5%82w.xlsx", "żółw.xlsx"),
        ("; name*0*=utf-8''%C5%BC%C3;\r\n name*1*=%B3%C5%82w;\r\n name*2=.xlsx", "żółw.xlsx"),
        ("; name*=iso-8859-1''%C5%BC%C3%B3%C5%82w.xlsx", "żółw.xlsx"),
        ("; name*=x-unknown''%BF%F3%B3w.xlsx", "żółw.xlsx"),
        ('; name="=?x-unknown?B?v/Ozdw==?=.xlsx"', "żółw.xlsx"),
        ('; name="=?utf-8?B?%%%?="', "załącznik 1"),
        ('; name="=?utf-8?Q?a.xlsx"', "=?utf-8?Q?a.xlsx"),
        ('; name="a;b \\"c\\".xlsx"', 'a;b "c".xlsx'),
        ("; name*" + "9" * 4000 + "=x", "x"),
        ("", "załącznik 1"),
    ],
)
def test_a_file_name_is_read_whichever_way_it_was_encoded(field: str, name: str) -> None:
    part = f"Content-Type: application/octet-stream{field}\r\n\r\nx".encode()
    assert names(by_hand(part)) == [name]
    other = f"Content-Disposition: attachment{field.replace('name', 'filename')}\r\n\r\nx"
    assert names(by_hand(other.encode())) == [name]


@pytest.mark.parametrize("coding", ["utf-8", "cp1250"])
def test_a_file_name_that_was_not_encoded_at_all_is_read(coding: str) -> None:
    part = 'Content-Type: application/x; name="żółw.xlsx"\r\n\r\nx'
    assert names(by_hand(part.encode(coding))) == ["żółw.xlsx"]


def test_a_missing_file_name_is_the_number_among_the_files() -> None:
    part = b"Content-Type: image/png\r\n\r\nx"
    assert names(by_hand(b"\r\ntekst", part, part)) == ["załącznik 1", "załącznik 2"]


@pytest.mark.parametrize(
    ("header", "is_file"),
    [
        (b"Content-Type: text/plain", False),
        (b"Content-Type: text/html; charset=utf-8\r\nContent-Disposition: inline", False),
        (b"Content-Type: nonsense", False),
        (b"", False),
        (b"Content-Type: text/plain; name=a.csv", True),
        (b"Content-Type: text/plain\r\nContent-Disposition: attachment", True),
        (b"Content-Disposition: inline; filename=a.xlsx", True),
        (b"content-type: IMAGE/png", True),
        (b"Content-Type: application/octet-stream", True),
    ],
)
def test_what_counts_as_a_file(header: bytes, is_file: bool) -> None:
    assert len(inside(by_hand(header + b"\r\n\r\nx"))) == is_file


def test_a_workbook_without_name_or_type_is_still_a_file() -> None:
    assert inside(by_hand(b"\r\nPK\x03\x04x")) == [("załącznik 1", b"PK\x03\x04x")]


@pytest.mark.parametrize(
    ("coding", "body", "data"),
    [
        (b"base64", b"UEsD\r\nBHg=\r\n", b"PK\x03\x04x"),
        (b"BASE64", b"UE!sD BH\xffg=", b"PK\x03\x04x"),
        (b"base64", b"UEsDBHg", b"PK\x03\x04x"),
        (b"base64", b"UEsDBHhhY", b"PK\x03\x04xa"),
        (b"base64", b"UEsDBHg=\r\n-- \r\nlista dyskusyjna", b"PK\x03\x04x"),
        (b"base64", b"PK\x03\x04x", b"PK\x03\x04x"),
        (b"base64", b"", b""),
        (b"7bit", b"UEsDBHg=", b"PK\x03\x04x"),
        (b"7bit", b"jednostka;plan", b"jednostka;plan"),
        (b"quoted-printable", b"PK=03=04=\r\nx=zz", b"PK\x03\x04x=zz"),
        (b"x-nonsense", b"PK\x03\x04x", b"PK\x03\x04x"),
    ],
)
def test_bytes_are_decoded_as_far_as_they_go(coding: bytes, body: bytes, data: bytes) -> None:
    head = b"Content-Type: application/x; name=a\r\nContent-Transfer-Encoding: " + coding
    assert inside(by_hand(head + b"\r\n\r\n" + body)) == [("a", data)]


def test_a_mail_that_is_nothing_but_the_file() -> None:
    data = b"From: a\r\nContent-Type: application/x; name=a.xlsx\r\n\r\nPK\x03\x04"
    assert inside(data) == [("a.xlsx", b"PK\x03\x04")]


def test_a_mailbox_gives_its_mails() -> None:
    one = b"From - Mon Mar  3 10:11:12 2025\n" + mail({"a.xlsx": b"1"}, "Raz").replace(b"\r", b"")
    assert names(one) == ["a.xlsx"]
    two = one + b"\n" + one.replace(b"Raz", b"Dwa")
    assert names(two) == ["Raz.eml", "Dwa.eml"]
    assert [names(data) for _, data in inside(two)] == [["a.xlsx"], ["a.xlsx"]]


def test_a_tnef_attachment_is_a_member_with_its_own_sentence() -> None:
    [(name, data)] = inside(mail({"winmail.dat": b"\x78\x9f\x3e\x22\x01\x00"}))
    assert name == "winmail.dat"
    assert kind_of(data) is FileKind.TNEF
    assert "winmail.dat" in REFUSALS[FileKind.TNEF]


@pytest.mark.parametrize(
    "data",
    [
        by_hand(b"\r\nx", close=b""),
        by_hand(b"\r\nx")[:-20],
        by_hand(b"\r\nx").replace(b'"=_1"', b'"inna"'),
        by_hand(b"\r\nx").replace(b'boundary="=_1"', b"x=y"),
        b"From: a\r\nSubject: b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
    ],
    ids=["not closed", "cut", "other boundary", "no boundary", "nothing"],
)
def test_a_mail_whose_parts_are_not_whole_is_refused(data: bytes) -> None:
    assert "niekompletna" in reason(data, FileKind.MAIL)


def test_a_part_inside_that_is_not_closed_loses_nothing() -> None:
    part = b'Content-Type: multipart/mixed; boundary="in"\r\n\r\n--in\r\n'
    part += b"Content-Type: application/x; name=a.xlsx\r\n\r\nPK"
    assert inside(by_hand(part)) == [("a.xlsx", b"PK")]


def test_a_boundary_that_begins_another_does_not_end_it() -> None:
    body = b"Content-Type: application/x; name=a\r\n\r\n--=_12\r\n--=_1x\r\nx"
    assert inside(by_hand(body)) == [("a", b"--=_12\r\n--=_1x\r\nx")]


# ---------------------------------------------------------------- Outlook


def test_an_outlook_mail_gives_its_attachments() -> None:
    small, large = b"PK\x03\x04" + b"s" * 100, random.Random(1).randbytes(9 * MIB)
    data = compound_file(
        outlook(
            [
                attached(small, FORM, "SPRAWO~1.XLS"),
                attached(b"%PDF-", short="LISTA.PDF"),
                attached(b"x" * 5000, "żółw.xlsx", wide=False),
                attached(large, "\0"),
                attached(b""),
            ]
        )
    )
    assert inside(data) == [
        (FORM, small),
        ("LISTA.PDF", b"%PDF-"),
        ("żółw.xlsx", b"x" * 5000),
        ("załącznik 4", large),
        ("załącznik 5", b""),
    ]
    assert inside(compound_file(outlook([]))) == []


def test_a_mail_inside_an_outlook_mail_lends_its_name() -> None:
    inner = outlook([attached(b"PK\x03\x04", "a.xlsx"), attached(b"x")])
    data = compound_file(outlook([attached(inner, "FW: Kuźnia"), attached(inner)]))
    assert names(data) == [
        "FW: Kuźnia/a.xlsx",
        "FW: Kuźnia/załącznik",
        "Sprawozdanie/a.xlsx",
        "Sprawozdanie/załącznik",
    ]


def test_mails_inside_mails_inside_mails_are_refused_at_a_depth() -> None:
    tree = outlook([attached(b"PK", "a.xlsx")])
    for _ in range(LIMITS.depth):
        tree = outlook([attached(tree, "m")])
    assert names(compound_file(tree)) == ["m/m/m/a.xlsx"]
    assert "zbyt wiele razy" in reason(
        compound_file(outlook([attached(tree, "m")])), FileKind.OUTLOOK_MAIL
    )


def test_an_object_put_into_the_text_is_a_member() -> None:
    data = compound_file(
        outlook(
            [
                attached({"Package": b"PK\x03\x04", "\x01CompObj": b"x" * 90}, "Arkusz"),
                attached({"\x03META": b"xyz", "\x01Ole": b"x"}, "Rysunek"),
                attached({}, "Nic"),
            ]
        )
    )
    assert inside(data) == [("Arkusz", b"PK\x03\x04"), ("Rysunek", b"xyz"), ("Nic", b"")]


def test_what_lies_in_a_cloud_is_an_empty_member() -> None:
    link: Tree = {"__substg1.0_3707001F": "plan.xlsx".encode("utf-16-le")}
    assert inside(compound_file(outlook([link]))) == [("plan.xlsx", b"")]


def stating(at: int, value: int, data: bytes) -> bytes:
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


@cache
def outlook_mail() -> bytes:
    return compound_file(outlook([attached(b"PK" + b"x" * 6000, FORM), attached(b"%PDF", "b")]))


@pytest.mark.parametrize(
    "data",
    [
        outlook_mail()[:600],
        compound_file({"__substg1.0_37010102": b"x"}),
        compound_file(outlook([attached(b"x")], stated=2)),
        outlook_mail().replace("#00000001".encode("utf-16-le"), "#00000000".encode("utf-16-le")),
        stating(0x2C, 0xFFFFFFF0, outlook_mail()),
        stating(0x40, 0xFFFFFFF0, outlook_mail()),
        stating(0x48, 0x00FFFFFF, outlook_mail()),
        stating(0x1E, 0x0000001F, outlook_mail()),
        stating(0x30, 0x7FFFFFFF, outlook_mail()),
    ],
    ids=["cut", "none", "lost", "twice", "FAT", "mini FAT", "DIFAT", "sector", "directory"],
)
def test_an_outlook_mail_that_contradicts_itself_is_refused(data: bytes) -> None:
    assert "uszkodzona" in reason(data, FileKind.OUTLOOK_MAIL)


def test_a_chain_of_sectors_that_is_a_loop_ends() -> None:
    data = outlook_mail()
    (fat,) = struct.unpack_from("<I", data, 76)
    for sector in range(len(data) // SECTOR - 1):
        place = (fat + 1) * SECTOR + 4 * sector
        looped = stating(place, sector, data)
        assert outcome(looped, FileKind.OUTLOOK_MAIL)
    (directory,) = struct.unpack_from("<I", data, 0x30)
    looped = stating((fat + 1) * SECTOR + 4 * directory, directory, data)
    assert "uszkodzona" in reason(looped, FileKind.OUTLOOK_MAIL)


@pytest.mark.parametrize("size", [10**6, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_stream_of_an_absurd_size_is_refused_before_it_is_read(size: int) -> None:
    data = outlook_mail()
    place = data.index("__substg1.0_37010102".encode("utf-16-le")) + 120
    assert "uszkodzona" in reason(stating(place, size, data), FileKind.OUTLOOK_MAIL)


def test_a_directory_of_a_hundred_thousand_entries_is_refused_quickly() -> None:
    data = compound_file(outlook([]) | {f"s{n}": b"" for n in range(100_000)})
    assert "uszkodzona" in reason(data, FileKind.OUTLOOK_MAIL)


@pytest.mark.parametrize("root_class", [b"", bytes(16)])
def test_an_outlook_mail_is_one_whatever_is_attached_to_it(root_class: bytes) -> None:
    other = compound_file({"EncryptedPackage": b"x" * 5000, "Workbook": b"x"}, b"")
    data = compound_file(outlook([attached(other, "tajne.xlsx")]), root_class)
    assert kind_of(data) is FileKind.OUTLOOK_MAIL
    assert kind_of(inside(data)[0][1]) is FileKind.ENCRYPTED


def test_a_workbook_is_one_whatever_is_put_into_it() -> None:
    workbook: Tree = {"Workbook": b"x" * 5000, "MBD0001": outlook([])}
    excel = bytes.fromhex("2008020000000000c000000000000046")
    assert kind_of(compound_file(workbook, excel)) is FileKind.OLD_WORKBOOK
    assert kind_of(compound_file({"WordDocument": b"x"}, b"")) is FileKind.OLD_OFFICE


# ---------------------------------------------------------------- archives


def test_an_archive_gives_its_files_and_passes_none_over() -> None:
    files = {
        "2024/Kuźnia/form.xlsx": b"PK\x03\x04",
        "__MACOSX/._form.xlsx": b"\x00\x05\x16\x07",
        "Thumbs.db": b"x",
        ".DS_Store": b"",
        "inne.zip": packed({"b.xlsx": b"1"}),
    }
    assert inside(packed({"2024/": b"", **files})) == list(files.items())
    assert inside(packed({})) == []


def test_an_old_archive_shows_the_letters_that_were_meant() -> None:
    for coding in ("cp852", "utf-8"):
        raw = "żółw – plan.xlsx".replace("–", "-").encode(coding)
        plain = packed({"x" * len(raw): b"1"})
        assert names(plain.replace(b"x" * len(raw), raw)) == ["żółw - plan.xlsx"]
    assert names(packed({"Podgórze.xlsx": b"1"})) == ["Podgórze.xlsx"]


@pytest.mark.parametrize("kind", ["s", "e"])
def test_an_asic_container_is_an_archive(kind: str) -> None:
    files = {
        "mimetype": f"application/vnd.etsi.asic-{kind}+zip".encode(),
        "form.xlsx": filled(),
        "META-INF/signatures001.xml": detached(),
        "META-INF/manifest.xml": b"<?xml version='1.0'?><manifest/>",
    }
    assert kind_of(packed(files)) is FileKind.ARCHIVE
    assert inside(packed(files)) == list(files.items())
    read = front("form.asics", packed(files))
    assert taken(read) == [f"form.asics{INSIDE}form.xlsx"]
    ignored = [member.verdict for member in verdict(read).members]
    assert ignored == [Verdict.IGNORED, Verdict.ACCEPTED, Verdict.IGNORED, Verdict.IGNORED]


# ---------------------------------------------------------------- signatures in XML


def test_a_signed_file_comes_out_of_its_signature() -> None:
    assert inside(signed(filled()), f"poczta.eml{INSIDE}form.xlsx.xml") == [("form.xlsx", filled())]
    assert inside(signed(b"PK\x03\x04"), "form.xades")[0][0] == "form"
    assert inside(signed(b"PK\x03\x04"), "form.xlsx")[0][0] == "form.xlsx"
    assert inside(signed(b"PK\x03\x04"), "")[0][0] == "załącznik 1"


def test_what_is_said_to_be_a_file_is_one_whatever_it_holds() -> None:
    assert inside(signed(b"jednostka;plan\n")) == [("plik", b"jednostka;plan\n")]


def test_attachments_of_a_letter_come_out_with_their_names() -> None:
    files = {"a żółw.xlsx": b"PK\x03\x04a", "b.pdf": b"%PDF-", "c.txt": b"abc"}
    assert inside(epuap(files)) == list(files.items())


@pytest.mark.parametrize(
    "xml",
    [
        '<a><Plik FileName="x.xlsx">{}</Plik></a>',
        '<a><p nazwa="x.xlsx"><b><c>{}</c></b></p></a>',
        "<a><NazwaPliku> x.xlsx </NazwaPliku><Dane>\n\t{}</Dane></a>",
        "<a filename='x.xlsx'><![CDATA[{}]]></a>",
    ],
)
def test_a_file_in_an_xml_that_speaks_of_no_signature(xml: str) -> None:
    data = xml.format(lines(b"PK\x03\x04x").replace("&#13;", "")).encode()
    assert kind_of(data) is FileKind.SIGNED
    assert inside(data) == [("x.xlsx", b"PK\x03\x04x")]


@pytest.mark.parametrize("data", [detached(), epuap({}), b"<ds:Signature xmlns:ds='xmldsig#'/>"])
def test_a_signature_without_the_file_asks_for_it_and_is_harmless_beside_it(data: bytes) -> None:
    assert kind_of(data) is FileKind.SIGNED
    assert reason(data, FileKind.SIGNED) == REFUSALS[FileKind.SIGNED]
    with pytest.raises(NotAForm):
        unpack("form.xades", FileKind.SIGNED, data, LIMITS)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (ENTITY, "niedozwolony"),
        (ENTITY.decode().encode("utf-7").replace(b"1.0", b'1.0" encoding="utf-7'), "XML"),
        (signed(b"PK").decode().encode("utf-16"), "niedozwolony"),
        (signed(b"PK") + b"\xff", "niedozwolony"),
        (b"<a>" * 200 + b"</a>" * 200, "niedozwolony"),
        (b"<a>" + b"<b/>" * 300_000 + b"</a>", "niedozwolony"),
        (signed(b"PK")[:-5], "niekompletny"),
        (b"<a>&b;</a>", "uszkodzony"),
    ],
    ids=["entity", "utf-7", "utf-16", "not utf-8", "deep", "many", "cut", "undefined"],
)
def test_an_odd_xml_is_refused(data: bytes, told: str) -> None:
    assert told in reason(data, FileKind.SIGNED)


def test_a_file_as_large_as_may_be_sent_comes_out_quickly() -> None:
    large = b"PK\x03\x04" + random.Random(1).randbytes(14 * MIB)
    data = f"<ds:Object>{base64.encodebytes(large).decode()}</ds:Object>".encode()
    [(_, content)] = inside(data.replace(b"ds:", b""))
    assert content == large


# ---------------------------------------------------------------- names and limits


@given(st.text(max_size=300) | st.text(st.sampled_from("a\u202e\u200b\ufeff\x00\n →/\\.łł")))
def test_a_shown_name_is_one_short_visible_line(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= 120
    assert INSIDE not in shown
    assert shown == shown.strip()
    assert not any(unicodedata.category(sign).startswith("C") for sign in shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("form.xlsx", "form.xlsx"),
        ("  a\tb\r\n c.xlsx ", "a b c.xlsx"),
        ("gpj\u202exslx.\u200bexe\x07", "gpjxslx.exe"),
        ("a → b\\c.xlsx", "a – b/c.xlsx"),
        ("z\u0307o\u0301lw", "żólw"),
        ("\u200b\u3164", ""),
        ("x" * 200 + ".xlsx", "x" * 79 + "…" + "x" * 35 + ".xlsx"),
    ],
)
def test_a_name_is_cleaned(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_two_members_of_one_name_are_told_apart() -> None:
    part = b"Content-Type: application/x; name=%b\r\n\r\nx"
    sent = (b"a.xlsx", b"A.xlsx", b'"a (2).xlsx"', b"a.xlsx", b"b", b"b", b"x" * 130, b"x" * 140)
    shown = names(by_hand(*(part.replace(b"%b", name) for name in sent)))
    assert shown[:6] == ["a.xlsx", "A (2).xlsx", "a (2) (2).xlsx", "a (3).xlsx", "b", "b (2)"]
    assert len(set(shown)) == len(sent)
    assert all(len(name) <= 120 for name in shown)


MAKERS: dict[FileKind, Callable[[Mapping[str, bytes]], bytes]] = {
    FileKind.MAIL: mail,
    FileKind.OUTLOOK_MAIL: lambda files: compound_file(
        outlook([attached(data, name) for name, data in files.items()])
    ),
    FileKind.ARCHIVE: packed,
    FileKind.SIGNED: epuap,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_too_many_and_too_large_members_are_refused(kind: FileKind) -> None:
    few, many = Limits(members=3), {f"{n}.txt": b"x" for n in range(4)}
    assert "ponad 3 załączników" in reason(MAKERS[kind](many), kind, few)
    assert len(unpack("", kind, MAKERS[kind](dict(list(many.items())[:3])), few)) == 3
    large = {f"{n}.bin": random.Random(n).randbytes(600_000) for n in range(2)}
    assert reason(MAKERS[kind](large), kind, Limits(total_mib=1))
    assert unpack("", kind, MAKERS[kind]({"0.bin": large["0.bin"]}), Limits(total_mib=1))


def test_a_kind_that_holds_nothing_is_refused_with_its_own_sentence() -> None:
    assert reason(b"%PDF-", FileKind.PDF) == REFUSALS[FileKind.PDF]


# ---------------------------------------------------------------- kinds


HEADER = b"From: a@b.pl\r\nSubject: x\r\n\r\ntekst"
OID = bytes.fromhex("06092a864886f70d0107")


def cms(opens: str, follows: str) -> bytes:
    """Return the start of a signature (PKCS#7): how its content opens, what follows its OID."""
    digests = bytes.fromhex("020101310d300b0609608648016503040201")
    content = bytes.fromhex(opens) + OID + b"\x01" + bytes.fromhex(follows)
    return b"\x30\x82\x10\x00" + OID + b"\x02\xa0\x82\x0f\xf0" + digests + content


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + HEADER,
        b"\r\n" + HEADER,
        b"From - Mon Mar  3 10:11:12 2025\n" + HEADER,
        HEADER.lower().replace(b": ", b":"),
        b"X-MS-Exchange-Organization: 1\r\nX-Spam: no\r\n" + HEADER,
        b"ARC-Seal: i=1;\r\n" + b"\tb=" + b"A" * 70 + b"\r\n" + b"\tA\r\n" * 4000 + HEADER,
        HEADER.replace(b"tekst", b"<html><p>"),
        b"Content-Type: multipart/signed;\r\n boundary=x\r\n\r\n--x--",
    ],
    ids=["bom", "blank", "mbox", "lower", "x-", "long", "html", "signed"],
)
def test_a_mail_is_told_by_its_header(data: bytes) -> None:
    assert kind_of_plain(data) is FileKind.MAIL


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Uwaga: tekst\r\nInformacja: tekst\r\n\r\n", FileKind.TEXT),
        (b"Dzien dobry,\r\nFrom: a@b.pl\r\nSubject: x\r\n", FileKind.TEXT),
        (b"Subject: x\r\ntekst\r\n", FileKind.TEXT),
        (b"<html>\r\nFrom: a\r\nTo: b", FileKind.HTML),
        (b"<a>w tekscie: UEsDB</a>", FileKind.XML),
        (b"<a>" + b"x" * 5000 + b"</a>", FileKind.XML),
        (b"<a>" + b"x" * 5000 + b"<s xmlns='" + XADES.encode() + b"'/></a>", FileKind.SIGNED),
        (cms("3080", "a080"), FileKind.SIGNED_BINARY),
        (cms("30820100", "a082"), FileKind.SIGNED_BINARY),
        (cms("300b", "a082"), FileKind.SIGNATURE),
        (cms("3080", "0000"), FileKind.SIGNATURE),
        (cms("300b", "a082").replace(OID + b"\x02", OID + b"\x03"), FileKind.UNKNOWN),
        (b"-----BEGIN PKCS7-----\nMII", FileKind.SIGNED_BINARY),
        (b"-----BEGIN CERTIFICATE-----\nMII", FileKind.TEXT),
        (b"\x78\x9f\x3e\x22\x01\x00", FileKind.TNEF),
        (b"\x78\x9c\x3e\x22\x01\x00", FileKind.UNKNOWN),
    ],
)
def test_each_kind_fires_and_keeps_quiet(data: bytes, kind: FileKind) -> None:
    assert kind_of_plain(data) is kind
    if kind in REFUSALS:
        assert "Proszę" in REFUSALS[kind]


# ---------------------------------------------------------------- through the front door


def front(name: str, data: bytes) -> Read:
    return read_file(town(), name, data)


def verdict(read: Read) -> FileVerdict:
    return verdict_of(read, take_in([read], {}))


def taken(read: Read) -> list[str]:
    return [file.name for file in read.files() if isinstance(file.result, Submission)]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_form_is_read_out_of_every_container(kind: FileKind) -> None:
    read = front("plik", MAKERS[kind]({"lista.pdf": b"%PDF-1.7", "form.xlsx": filled()}))
    assert taken(read) == [f"plik{INSIDE}form.xlsx"]
    assert verdict(read).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("kind", MAKERS)
def test_a_container_without_a_form_says_so(kind: FileKind) -> None:
    read = front("plik", MAKERS[kind]({"lista.pdf": b"%PDF-1.7"}))
    assert verdict(read).verdict is Verdict.REFUSED
    assert "lista.pdf" in verdict(read).reason


def test_a_signed_form_in_a_zip_in_a_forwarded_mail_is_read() -> None:
    inner = mail({"paczka.zip": packed({"2024/form.xlsx.xml": signed(filled())})}, "Kuźnia")
    read = front("fw.eml", by_hand(b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert [file.name.split(INSIDE)[:-1] for file in read.files()] == [
        ["fw.eml", "Kuźnia.eml", "paczka.zip"]
    ]


# ---------------------------------------------------------------- damage


def outcome(data: bytes, kind: FileKind) -> int:
    """Return the count of members, or minus one for a refusal; anything else is a fault."""
    try:
        members = unpack("plik", kind, data, LIMITS)
        assert all(member.name and len(member.name) <= 120 for member in members)
        found = len(members)
    except Refused as refusal:
        assert "Proszę" in str(refusal)
        found = -1
    return found + 2


@cache
def sound(kind: FileKind) -> bytes:
    return MAKERS[kind]({FORM: filled(), "b.pdf": b"%PDF-1.7 " * 9, "c.eml": mail({"d": b"d"})})


@pytest.mark.parametrize("sampled", [150, pytest.param(5000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", MAKERS)
def test_damaged_bytes_give_members_or_a_refusal(kind: FileKind, sampled: int) -> None:
    data, chance = sound(kind), random.Random(sampled)
    for place in chance.sample(range(len(data)), min(sampled, len(data))):
        broken = bytearray(data)
        broken[place] = chance.randrange(256)
        outcome(bytes(broken), kind)
        kind_of_plain(bytes(broken))
        outcome(data[:place], kind)


@pytest.mark.parametrize("sampled", [300, pytest.param(20_000, marks=pytest.mark.slow)])
def test_damaged_tables_of_a_compound_file_give_members_or_a_refusal(sampled: int) -> None:
    """The header, the table of sectors and the directory hold what a reader follows."""
    data, chance = outlook_mail(), random.Random(sampled)
    (fat,) = struct.unpack_from("<I", data, 76)
    (directory,) = struct.unpack_from("<I", data, 0x30)
    words = [*range(0, SECTOR, 4), *range((fat + 1) * SECTOR, len(data), 4)]
    words += [*range((directory + 1) * SECTOR, (fat + 1) * SECTOR, 4)]
    values = (0, 1, 2, fat, directory, 0x1000, 0x7FFFFFFF, END, 0xFFFFFFFF)
    for _ in range(sampled):
        broken = data
        for _ in range(chance.randrange(1, 4)):
            broken = stating(chance.choice(words), chance.choice(values), broken)
        outcome(broken, FileKind.OUTLOOK_MAIL)


@pytest.mark.parametrize("kind", [*MAKERS, FileKind.PDF])
def test_noise_gives_members_or_a_refusal(kind: FileKind) -> None:
    chance = random.Random(str(kind))
    for length in (0, 1, 7, 512, 1536, 100_000):
        outcome(chance.randbytes(length), kind)
        outcome(sound(FileKind.OUTLOOK_MAIL)[:length], kind)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (by_hand(close=b"\n--=_1" * 2_000_000 + b"--"), FileKind.MAIL),
        (HEADER[:-7] + b"A: b\n" * 3_000_000, FileKind.MAIL),
        (HEADER[:-9] + b"\n " * 9_000_000, FileKind.MAIL),
        (by_hand(*[b'Content-Type: a/b; name="' + b";" * 20_000] * 900), FileKind.MAIL),
        (HEADER[:-7] + b"\r\n" + b"\n\n" * 9_000_000, FileKind.MAIL),
        (b"<a>" + b"<b>" * 5_000_000, FileKind.SIGNED),
        (b"<a" + b" b='c'" * 3_000_000 + b"/>", FileKind.SIGNED),
        (b"<a>" + b"\n" * 18_000_000 + b"</a>", FileKind.SIGNED),
        (b">" + b" >" * 9_000_000, FileKind.SIGNED),
    ],
    ids=["parts", "fields", "folded", "quotes", "blank", "deep", "attributes", "lines", "signs"],
)
def test_what_is_made_to_take_long_does_not(data: bytes, kind: FileKind) -> None:
    kind_of_plain(data)
    outcome(data, kind)


def test_mails_nested_without_end_are_refused_quickly() -> None:
    data = b"From: a\nSubject: b\n"
    for depth in range(2000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    data += b"\n--b0--\n"
    assert "niedozwolony" in reason(data, FileKind.MAIL)
