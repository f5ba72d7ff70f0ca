"""The parts of the platform, each started by its command.

Imports stand inside the commands: `quanheng --help` need not load Django or a simulator.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from quanheng.workers.choices import Choices

processes = typer.Typer()
simulate = typer.Typer(no_args_is_help=True, help="An invented city that speaks only the documented wire.")
demo = typer.Typer(no_args_is_help=True, help="The register and accounts of the invented city.")
processes.add_typer(simulate, name="simulate")
processes.add_typer(demo, name="demo")


def made_choices() -> "Choices":
    from quanheng.workers.choices import BadChoice, chosen

    try:
        return chosen()
    except BadChoice as why:
        raise typer.BadParameter(str(why)) from why


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.settings")
    import django

    django.setup()


@processes.command()
def run(
    follow_parent: Annotated[bool, typer.Option("--follow-parent", help="Stop when our starter is gone.")] = False,
) -> None:
    """Start every part of the demo city in this terminal and keep them running."""
    from quanheng.workers.run import main

    sys.exit(main(follow_parent=follow_parent))


@processes.command()
def migrate() -> None:
    """Bring the tables of DATABASE_URL up to date."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    typer.echo("the tables are up to date")


@processes.command()
def web() -> None:
    """Serve the pages and the API on PORT (LISTEN_HOST, default 127.0.0.1)."""
    import warnings

    import uvicorn

    # WhiteNoise hands over its small files as plain iterators, which Django reads whole and remarks on.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
    choices = made_choices()
    uvicorn.run(
        "quanheng.asgi:application",
        host=choices.host,
        port=choices.port,
        lifespan="off",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=2,  # a live board never ends its stream by itself
    )


@processes.command()
def ingest() -> None:
    """Take in what scales publish at BROKER_URL."""
    start_django()
    from quanheng.workers.ingest import main

    main()


@processes.command()
def remind() -> None:
    """Tell the people of each place which verifications run out; once a day, from a timer."""
    start_django()
    from django.utils.timezone import localdate

    from quanheng.register.reminders import remind as give

    typer.echo(f"{give(localdate())} notices given")


@processes.command()
def imports() -> None:
    """Check and enter the ledgers that offices send."""
    start_django()
    from quanheng.workers.imports import main

    main()


@processes.command()
def outbox() -> None:
    """Carry notices to WeChat and to the short-message gateway."""
    start_django()
    from quanheng.workers.outbox import main

    main()


@processes.command()
def broker() -> None:
    """Serve MQTT on MQTT_PORT with amqtt, for a demonstration where no broker is installed."""
    from quanheng.workers.broker import main

    main(made_choices().mqtt_port)


@simulate.command("fleet")
def simulate_fleet(
    seed: Annotated[int, typer.Option(help="The city follows from this number.")] = 1,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day its certificates are told from.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A file, instead of the terminal.")] = None,
) -> None:
    """Deliver the list of the city's markets, stalls and scales as JSON."""
    import json

    from quanheng.simulator.fleet import AS_OF, manifest

    text = json.dumps(manifest(seed, as_of.date() if as_of else AS_OF), ensure_ascii=False, indent=1)
    if output is None:
        typer.echo(text)
    else:
        output.write_text(text, encoding="utf-8")


@simulate.command("run")
def simulate_run(
    broker: Annotated[str, typer.Option(help="Where scales publish.")] = "mqtt://127.0.0.1:1883",
    web: Annotated[str, typer.Option(help="Where shoppers' phones browse.")] = "http://127.0.0.1:8000",
    seed: Annotated[int, typer.Option(help="The city follows from this number.")] = 1,
    speed: Annotated[float, typer.Option(help="How many times faster than life.")] = 1.0,
    truth: Annotated[Path | None, typer.Option(help="A file for what really happened, to judge findings by.")] = None,
) -> None:
    """Let the city live: stallholders weigh, shoppers buy, re-weigh and complain."""
    from quanheng.simulator.city import main

    main(broker=broker, web=web, seed=seed, speed=speed, truth=truth)


@simulate.command("panel")
def simulate_panel(
    device: Annotated[str, typer.Argument(help="A trade scale of the running city, as M001-T001.")],
    code: Annotated[str, typer.Option(help="Type this one-time code, and leave.")] = "",
    open_housing: Annotated[bool, typer.Option("--open", help="Open its housing: the scale locks.")] = False,
    seed: Annotated[int, typer.Option(envvar="SIM_SEED", help="Which city.")] = 1,
    lang: Annotated[str, typer.Option(help="zh or en; without it by LANG, and then Chinese.")] = "",
) -> None:
    """Stand before a simulated scale: read what a locked one shows, and type the code that unlocks it."""
    from quanheng.cli.answering import language
    from quanheng.simulator.journal import journal_of
    from quanheng.simulator.panel import NotDone, Panel
    from quanheng.simulator.panels import Panels, panels_beside

    panel = Panel(Panels(panels_beside(journal_of(seed))), device.upper(), language(lang), typer.echo)
    try:
        if open_housing:
            panel.open_housing()
        if code:
            panel.type(code)
        elif panel.show() and sys.stdin.isatty() and (typed := input("> ")):
            panel.type(typed)
    except NotDone as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None


@simulate.command("makers")
def simulate_makers(
    manifest: Path, port: Annotated[int, typer.Option(help="Where they answer, on this machine only.")] = 8090
) -> None:
    """Play the verification service of the makers in a fleet manifest."""
    from quanheng.simulator.maker_service import main

    main(manifest, port)


@demo.command("load")
def demo_load(manifest: Path) -> None:
    """Enter the fleet manifest and the demo accounts into the database; a second time changes nothing."""
    start_django()
    from quanheng.workers.demo import load

    typer.echo(f"{load(manifest)} scales entered")


@demo.command("accounts")
def demo_accounts() -> None:
    """Say who may sign in to the demo city."""
    start_django()
    from django.conf import settings

    from quanheng.workers.demo import accounts

    for username, name, role in accounts():
        typer.echo(f"{username:<26} {settings.DEMO_PASSWORD}   {role} · {name}")
