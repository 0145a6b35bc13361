"""Pages of the records: where each came from, which document holds it, and what it says.

A page is one row for good. Its number in the case (`CM26-0000001-000123`) and its place in the
file it came from never change, which a trigger keeps; the document that holds it may.
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.models.files import ReceivedFile
from cases.models.records import MedicalRecord


class RecordPageQuerySet(models.QuerySet["RecordPage"]):
    """Which pages."""

    def live(self) -> Self:
        """Keep what people read: not what was superseded, not another patient's."""
        return self.filter(record__superseded_at=None).open()

    def open(self) -> Self:
        """Leave out the pages that a person said are another patient's."""
        return self.exclude(foreign=RecordPage.Foreign.CONFIRMED)

    def with_words(self) -> Self:
        """Bring what each page says along, without the boxes of its words."""
        heavy = ("text__word_boxes", "text__search_vector")
        return self.select_related("text").defer(*heavy)

    def in_book_order(self) -> Self:
        """Put them as the book has them: document after document."""
        return self.order_by("record__position", "record_id", "place")


# What the engines found of a page and nobody has answered; as the index has it.
WAITS_FOR_SOMEBODY = (
    Q(foreign="suspected")
    | Q(checked_at=None, is_folded=True)
    | Q(checked_at=None, near_duplicate_of__isnull=False)
)


class RecordPage(models.Model):
    """One page of one received file, in exactly one document."""

    class Foreign(models.TextChoices):
        """Whether it seems to be another patient's, and what a person said."""

        NO = "", "Nothing differs"
        SUSPECTED = "suspected", "May be another patient's"
        CONFIRMED = "confirmed", "Another patient's"
        DISMISSED = "dismissed", "This patient's"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="record_pages")
    number = models.PositiveIntegerField(help_text="In the case, from 1; never given again.")
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="record_pages")
    number_in_file = models.PositiveIntegerField(help_text="In the working copy, from 1.")
    record = models.ForeignKey(MedicalRecord, on_delete=models.PROTECT, related_name="record_pages")
    place = models.PositiveIntegerField(help_text="In its document, from 1.")

    # As the page itself says, in points, its own rotation applied.
    width = models.FloatField()
    height = models.FloatField()
    # What still has to be turned, clockwise, to show it right: degrees, and then the skew.
    rotation = models.PositiveSmallIntegerField(default=0)
    skew = models.FloatField(default=0.0)
    display_fault = models.CharField(max_length=20, blank=True, default="")

    # What is kept of its picture: see `cases/packets/looks.py`.
    look_sha256 = models.CharField(max_length=64, blank=True, default="")
    look_ink = models.FloatField(null=True, blank=True)
    look_shape = models.CharField(max_length=2000, blank=True, default="")
    look_skew = models.FloatField(default=0.0)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True, default="")
    thumbnail_offset = models.PositiveIntegerField(default=0)
    thumbnail_size = models.PositiveIntegerField(default=0)

    is_blank = models.BooleanField(default=False)
    is_fax_cover = models.BooleanField(default=False)
    is_coversheet = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    near_duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="near_duplicates"
    )
    is_folded = models.BooleanField(default=False, help_text="Out of the way; one key brings it.")
    foreign = models.CharField(
        max_length=10, choices=Foreign.choices, blank=True, default=Foreign.NO
    )
    foreign_differs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    checked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person last said whether it is folded away."
    )

    objects = RecordPageQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="cases_a_page_number_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["file", "number_in_file"], name="cases_a_page_of_a_file_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["record", "place"],
                name="cases_one_page_a_place_of_a_document",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number_in_file__gte=1, place__gte=1),
                name="cases_pages_count_from_one",
            ),
            models.CheckConstraint(
                condition=Q(rotation__in=[0, 90, 180, 270]),
                name="cases_a_page_is_turned_by_quarters",
            ),
            models.CheckConstraint(
                condition=(Q(duplicate_of__isnull=True) | Q(duplicate_of__lt=F("pk")))
                & (Q(near_duplicate_of__isnull=True) | Q(near_duplicate_of__lt=F("pk"))),
                name="cases_a_duplicate_is_the_later_page",
            ),
            models.CheckConstraint(
                condition=Q(foreign="") | Q(foreign_differs__len__gt=0),
                name="cases_a_foreign_page_says_what_differs",
            ),
        ]
        indexes = [
            models.Index(
                fields=["thumbnail_sha256"],
                condition=Q(thumbnail_offset=0) & ~Q(thumbnail_sha256=""),
                name="packs_of_thumbnails",
            ),
            models.Index(
                fields=["case"], condition=Q(foreign="suspected"), name="suspected_foreign_pages"
            ),
            models.Index(fields=["case"], condition=WAITS_FOR_SOMEBODY, name="pages_to_confirm"),
        ]

    def __str__(self) -> str:
        return f"Page {self.pk}"

    @property
    def label(self) -> str:
        """Its name for good, as exports have it: `CM26-0000001-000123`."""
        return f"{self.case.case_number}-{self.number:06d}"


class PageText(models.Model):
    """What a page says, where that came from, and where each word stands.

    `word_boxes` holds a box for each word of `text.split()`: see `cases/bundles/boxes.py`. The
    search vector carries a lexeme `case/KEY` of its case beside its words, so that one index
    answers for one case and for all.
    """

    class Source(models.TextChoices):
        """Where the text came from."""

        NONE = "none", "Not read"
        LAYER = "layer", "Text layer"
        OCR = "ocr", "Recognized from the picture"

    page = models.OneToOneField(
        RecordPage, on_delete=models.PROTECT, primary_key=True, related_name="text"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(blank=True, default="")
    source = models.CharField(max_length=5, choices=Source.choices, default=Source.NONE)
    confidence = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of recognized text, in percent."
    )
    word_boxes = models.BinaryField(default=bytes, blank=True)
    revision = models.PositiveSmallIntegerField(default=1, help_text="Counts new readings.")
    has_hidden_text = models.BooleanField(default=False)
    read_at = models.DateTimeField()
    search_vector = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="none", text="") | Q(source__in=["layer", "ocr"]),
                name="cases_a_page_that_was_not_read_has_no_text",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(source="ocr", confidence__lte=100),
                name="cases_only_recognized_text_has_a_confidence",
            ),
        ]
        indexes = [GinIndex(fields=["search_vector"], name="pages_by_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"Text of page {self.page_id}"


class SuggestedDocument(models.Model):
    """A page on which a document seems to begin, with what its pages say of it.

    What the engines make of the pages of a file (`cases/pipelines/suggesting.py`). It binds nobody:
    what a person confirms of a document stands in `MedicalRecord`, and is shown instead. The last
    one of a file that is still looked through may go on: it reaches as far as that has come.
    """

    page = models.OneToOneField(
        RecordPage, on_delete=models.PROTECT, primary_key=True, related_name="suggestion"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=40, choices=MedicalRecord.Kind.choices, blank=True, default=""
    )
    date_of_service = models.DateField(null=True, blank=True)
    last_in_file = models.PositiveIntegerField(
        default=0, help_text="The number in the file of the last page that seems to belong to it."
    )
    why = models.CharField(
        max_length=100, blank=True, default="", help_text="Why it seems to begin on this page."
    )
    facts = models.JSONField(
        default=dict, blank=True, help_text="Field -> value, its words, their page, how sure it is."
    )

    class Meta:
        ordering = ["page"]

    def __str__(self) -> str:
        return f"Suggestion for page {self.page_id}"


class PageGrams(models.Model):
    """The signature of what a page says (`cases/packets/grams.py`), to find its copies by.

    It is made when the pages of a file are compared with those of the case, so that the next file
    need not read them again.
    """

    page = models.OneToOneField(
        RecordPage, on_delete=models.PROTECT, primary_key=True, related_name="grams"
    )
    grams = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Grams of page {self.page_id}"


class UnreadPage(models.Model):
    """A page that waits to be recognized from its picture; the row is the work and ends so."""

    page = models.OneToOneField(
        RecordPage, on_delete=models.PROTECT, primary_key=True, related_name="unread"
    )
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="unread_pages")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Unread page {self.page_id}"


class CaseWord(models.Model):
    """A word of the pages of a case: what a search that tolerates errors compares with."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="words", db_index=False)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "word"], name="cases_a_word_of_a_case_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"Word {self.pk}"
