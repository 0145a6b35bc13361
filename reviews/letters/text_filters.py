"""Template filters of the letter: how typed text is set on the page."""

import re
import unicodedata

from django.template import Library
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = Library()

LONGEST_WHOLE_WORD = 32
_BREAKS_AFTER = re.escape("-/!?|}\u2010\u2012\u2013\u2014\u2026")
_WORD_THAT_COULD_BREAK = re.compile(
    rf"(?<!\S)(?=\S{{1,{LONGEST_WHOLE_WORD}}}(?!\S))\S*[{_BREAKS_AFTER}]\S*"
)


@register.filter
def typeset(text: str) -> SafeString:
    """Escape a text, and keep words such as `C5-C6` and `EMG/NCV` whole at the end of a line.

    What is read, copied or searched is then what was written. A longer word, such as a web
    address, may break anywhere.
    """
    escaped = escape(unicodedata.normalize("NFC", text))
    # Escaping is done: the only markup added is our own, around text without a space.
    return mark_safe(_WORD_THAT_COULD_BREAK.sub(r'<span class="whole">\g<0></span>', escaped))
