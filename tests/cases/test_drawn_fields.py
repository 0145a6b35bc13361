"""Fields of long tables, drawn without a template each, are as Django draws them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import SimpleTestCase

from cases.forms.drawing import LongTableRenderer
from cases.forms.fields import DayField, TextField

NASTY = "\"><script>alert('1')</script>&amp; é"


class Row(forms.Form):
    """A field of each sort that such a table has."""

    begins = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("", "None"), ("a", "A <b> & c"), (NASTY, NASTY)])
    grouped = forms.ChoiceField(choices=[("Of a group", [("a", "A")]), ("b", "B")])
    author = TextField(label="Author", max_length=200)
    day = DayField(label="Day")
    words = forms.CharField(widget=forms.Textarea, disabled=True)


def drawn(renderer, data, name):
    row = Row(data, prefix="p1", renderer=renderer, initial={"begins": True, "kind": "a"})
    return row[name].as_widget(attrs={"class": "form-control"})


@pytest.mark.parametrize("name", list(Row.base_fields))
@pytest.mark.parametrize("data", [None, {}, {f"p1-{one}": NASTY for one in Row.base_fields}])
def test_a_field_is_drawn_as_django_draws_it(name, data):
    ours, theirs = (drawn(kind(), data, name) for kind in (LongTableRenderer, DjangoTemplates))
    SimpleTestCase().assertHTMLEqual(ours, theirs)
    assert "<script>" not in ours


def test_no_template_is_rendered_for_a_field(monkeypatch):
    monkeypatch.setattr(DjangoTemplates, "render", lambda *_: pytest.fail("a template"))
    for name in ("begins", "kind", "author", "day"):
        assert drawn(LongTableRenderer(), None, name)
