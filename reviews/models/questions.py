"""What a reviewer asks while writing: the coordinator answers, with a party's help if need be."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Party
from reviews.models.reviews import Review


class ReviewerQuestion(models.Model):
    """One question and its answer. The time to decide runs on while it is open."""

    class About(models.TextChoices):
        """What it is about; a question to a party is copied to all of them (LC 4610.6(b))."""

        MISSING = "missing", "A record that is not here"
        UNREADABLE = "unreadable", "Pages that cannot be read"
        STRANGER = "stranger", "Pages of somebody else"
        PARTY = "party", "A question to a party"
        OTHER = "other", "Something else"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    about = models.CharField(max_length=12, choices=About.choices)
    party_role = models.CharField(
        "put to", max_length=30, choices=Party.Role.choices, blank=True, default=""
    )
    text = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the reviewer had the answer on the page."
    )

    class Meta:
        ordering = ["review", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reviews_a_question_asks_something"),
            models.CheckConstraint(
                condition=(Q(about="party") & ~Q(party_role=""))
                | (~Q(about="party") & Q(party_role="")),
                name="reviews_a_question_to_a_party_names_it",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__gte=F("asked_at"), answered_by__isnull=False)),
                name="reviews_an_answer_has_its_words_and_its_time",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(answered_at__isnull=False),
                name="reviews_only_an_answer_is_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"
