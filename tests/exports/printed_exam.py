"""What tests of printed exams share: pictures as small as can be, and exams with another key."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from studyapp.domain.exam.item import Blank, Rationale


class GreyCharts:
    """Paints every picture grey."""

    def picture(self, item):
        buffer = BytesIO()
        Image.new("RGB", (60, 80), "#ccc").save(buffer, "PNG")
        return buffer.getvalue()

    def alt(self, item):
        return "A body with letters."


def rekeyed(exam):
    """The same exam for those who read it, with other options right, for other reasons."""
    forms = tuple(
        replace(form, items=tuple(replace(one, item=_rekeyed(one.item)) for one in form.items)) for form in exam.forms
    )
    return replace(exam, forms=forms, id="another", deck="another", deck_version="9.9.9")


def _rekeyed(item):
    last = len(item.options) - 1
    other = Rationale(text="Another reason altogether", sources=("Another work",))
    return replace(
        item,
        id="other",
        options=tuple(
            replace(option, id=f"x{place}", is_key=place == last, why=other)
            for place, option in enumerate(item.options)
        ),
        premises=tuple(replace(premise, key="x2", why=other) for premise in item.premises),
        order=tuple(f"x{place}" for place in range(last + 1)) if item.order else (),
        blanks=tuple(Blank(accepted=("another answer",)) for _ in item.blanks),
        why=other,
        facts=("another.fact",),
        decided=("another.fact",),
        closeness=0.9,
    )


def of_types(exam, *types):
    """The exam with its items of some types alone."""
    forms = tuple(
        replace(form, items=tuple(one for one in form.items if one.item.type in types)) for form in exam.forms
    )
    return replace(exam, forms=forms)
