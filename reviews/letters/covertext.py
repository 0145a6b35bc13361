"""What the cover page says in sentences, for whoever asks whether it reads easily."""

from reviews.letters.content import LetterContent
from reviews.letters.printed import printed_letter


def cover_text(content: LetterContent) -> str:
    """Return the sentences of the cover in the order they print; without names and addresses.

    Each item of a list stands as a sentence of its own, as it does for the eye.
    """
    letter = printed_letter(content, with_cover=True, mark="")
    cover, wording = letter.cover, letter.wording
    assert cover is not None
    said = [cover.outcome_meaning, cover.outcome_count, wording.outcome_pointer, wording.effect]
    if cover.duties_condition:
        said += [wording.duties_lead_in, *wording.duties, cover.duties_condition]
    said += [wording.appeal_lead_in, wording.appeal_time, wording.appeal_grounds_lead_in]
    said += [f"{ground.rstrip(';.')}." for ground in wording.appeal_grounds]
    said += [wording.appeal_presumption, wording.appeal_copies]
    return "\n".join(sentence for sentence in said if sentence)
