"""Numbers as a person says them."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """“1 card”, “12 cards”."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
