"""`studyapp simulate`: what SM-2 makes of a row of grades."""

import json

import click

from studyapp.cli.options import json_option
from studyapp.domain.scheduler import Grade
from studyapp.domain.sm2 import SM2


@click.command()
@json_option
@click.argument("grades", nargs=-1, required=True, type=click.IntRange(0, 5))
def simulate(grades: tuple[int, ...], *, as_json: bool) -> None:
    """Show repetition, interval and E-Factor after each of the GRADES (0-5), one repetition a grade."""
    scheduler = SM2()
    memory = scheduler.start()
    if not as_json:
        click.echo("grade  repetition  interval_days  e_factor")
    for grade in grades:
        memory = scheduler.step(memory, Grade(grade))
        if as_json:
            row = {
                "grade": grade,
                "repetition": memory.repetition,
                "interval_days": memory.interval_days,
                "e_factor": memory.e_factor / 100,
            }
            click.echo(json.dumps(row))
        else:
            e_factor = memory.e_factor / 100
            click.echo(f"{grade:>5}  {memory.repetition:>10}  {memory.interval_days:>13}  {e_factor:>8.2f}")
