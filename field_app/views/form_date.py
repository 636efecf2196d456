"""A day of a form, which may be known in part."""

import flet as ft

from field_app.services import clock
from field_app.views.components.date_field import DateField
from field_app.views.components.draft import Form
from field_app.views.components.pane import target
from field_app.views.person_words import read_partial
from field_app.views.text import say
from field_app.views.theme import Look


def form_date(look: Look, form: Form, name: str, label: str, *, hint: str = "") -> ft.Control:
    """The field `name` of a form, a place that an error can scroll to. `label` and `hint` are keys of the wording."""
    dated = DateField(
        label=say(label, look.language),
        value=read_partial(str(form.value(name) or "")),
        on_change=form.date(name),
        today=clock.today(),
        error=form.error(name),
        hint=say(hint, look.language) if hint else "",
    )
    return target(name, dated)
