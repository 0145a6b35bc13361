"""Forge a packet of records about invented people: a PDF, and a key with the truth of it.

  manage.py forge_records packet.pdf                        120 pages about somebody invented
  manage.py forge_records packet.pdf --pages 10000 --seed 3 --scanned 0
  manage.py export_case CM26-0900106 > case.json            a case of the demonstration, and
  manage.py forge_records packet.pdf --case case.json       records about its worker

Each page says SYNTHETIC, in print and in the picture of a scan. The key beside it, packet.key.json,
says of each page what kind it is, to which document it belongs, whether it is blank, a cover, a
copy (of which page) or another patient's; and which records are cited and do not come.
"""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.casefiles.parse import parse_case_file
from cases.errors import Refused
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order, Packet
from cases.packets.forge.pdf import pdf_of
from cases.packets.forge.subjects import NotInvented, subject_of


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how large, how bad and about whom."""
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("pdf", type=Path, help="the PDF to write; the key goes beside it")
        parser.add_argument("--pages", type=int, default=120, help="5 to 10,000; else 120")
        parser.add_argument("--seed", type=int, default=0, help="the same seed, the same packet")
        parser.add_argument(
            "--scanned", type=float, default=0.33, help="share of scans, 0 to 1; else 0.33"
        )
        parser.add_argument(
            "--duplicates",
            type=float,
            default=0.08,
            help="share of copied pages, 0 to 0.5; else 0.08",
        )
        parser.add_argument(
            "--foreign", type=int, default=2, help="pages of other patients; else 2"
        )
        parser.add_argument(
            "--withheld", type=int, default=3, help="records cited that do not come; else 3"
        )
        parser.add_argument("--held-out", action="store_true", help="layouts no engine is tuned to")
        parser.add_argument("--case", type=Path, help="a case file about invented people")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forge, write both files, say what was made."""
        path: Path = options["pdf"]
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent} to write the packet to.")
        try:
            packet = forge_packet(_order(options))
        except ValueError as problem:
            raise CommandError(str(problem))
        key = path.with_suffix(".key.json")
        path.write_bytes(pdf_of(packet))
        key.write_text(packet.key(), encoding="utf-8")
        self.stdout.write(f"{path}: {_in_words(packet)} The truth is in {key}.")


def _in_words(packet: Packet) -> str:
    truths = [page.truth for page in packet.pages]
    counts = {
        "scanned": sum(page.scan is not None for page in packet.pages),
        "copies": sum(bool(each.exact_of or each.refax_of) for each in truths),
        "blank": sum(each.is_blank for each in truths),
        "of other patients": sum(bool(each.foreign) for each in truths),
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    missing = sum(item.is_missing for item in packet.cited)
    return (
        f"{len(packet.pages):,} pages ({told}) in {len(packet.documents):,} documents; "
        f"{missing} records are cited and missing."
    )


def _order(options: dict[str, Any]) -> Order:
    return Order(
        pages=options["pages"],
        seed=options["seed"],
        scanned=options["scanned"],
        duplicates=options["duplicates"],
        foreign=options["foreign"],
        withheld=options["withheld"],
        held_out=options["held_out"],
        subject=_subject(options["case"], options["pages"]) if options["case"] else None,
    )


def _subject(case_file: Path, pages: int) -> Any:
    try:
        return subject_of(parse_case_file(case_file.read_bytes()), pages)
    except OSError as problem:
        raise CommandError(f"{case_file} cannot be read: {problem.strerror}.")
    except Refused as refusal:
        raise CommandError("\n".join([f"{case_file}:", *refusal.reasons]))
    except NotInvented as problem:
        raise CommandError(f"{case_file}: {problem}")
