"""The commands of the web page: serve it, work for it, keep what it holds. Django comes with the command that runs."""

from __future__ import annotations

from pathlib import Path

import click

PORT = 8000


@click.command(
    epilog="\n".join(["\b", "Example:", "  coach serve", "  coach serve --port 8080"]),
)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on: this machine alone.")
@click.option("--prepare", is_flag=True, help="Make the database and the planner's link, and end: for another server.")
def serve(port: int, host: str, prepare: bool) -> None:
    """Serve the page: upload, see, plan and export in a browser.

    On the first start it makes a database and a secret key in the data folder (COACH_DATA, else the folder that the
    system has for such files), and prints the link with which the district planner makes an account. One worker
    makes the plans. With DATABASE_URL it uses PostgreSQL.
    """
    from scheduler.web import serving

    if prepare:
        serving.set_up()
        serving.migrate()
        from django.conf import settings

        link = serving.planner_link(settings.PUBLIC_URL or f"http://{host}:{port}")
        click.echo(f"Planner's link: {link}" if link else "Ready; there is a planner already.")
        return
    try:
        serving.serve(host, port, click.echo)
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} cannot be served: {error.strerror or error}. Is it running already? "
            "Choose another port with --port."
        ) from error
    except KeyboardInterrupt:
        click.echo("")


@click.command(epilog="\n".join(["\b", "Example:", "  coach worker"]))
def worker() -> None:
    """Make the plans that are asked for in the page.

    `coach serve` starts one; on a shared machine run as many as it has cores to spare.
    """
    from scheduler.web import serving

    serving.work()


@click.command(epilog="\n".join(["\b", "Example:", "  coach link ann@example.org"]))
@click.argument("email")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Of a page without COACH_URL."
)
def link(email: str, port: int) -> None:
    """Print a link with which somebody sets a new password.

    EMAIL is the address of an account, a planner's who is locked out, say. The link works once, within a week; older
    links to the account end.
    """
    from scheduler.web import serving

    serving.set_up()
    from django.conf import settings

    serving.migrate()
    made = serving.account_link(email, settings.PUBLIC_URL or f"http://localhost:{port}")
    if made is None:
        raise click.ClickException(f"no open account has the address {email}. Planners see all accounts under People.")
    click.echo(f"Link for {email}: {made}")


@click.command(epilog="\n".join(["\b", "Example:", "  coach backup coaching-2026-11-22.backup"]))
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write everything that the page keeps into one file.

    FILE is the file to write. The page may go on meanwhile. The secret key is not in it.
    """
    from scheduler.web import serving

    serving.set_up()
    from scheduler.web.backup import CannotBackUp, back_up

    try:
        back_up(file)
    except (CannotBackUp, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {file}.")


@click.command(epilog="\n".join(["\b", "Example:", "  coach restore coaching-2026-11-22.backup --replace"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
def restore(file: Path, replace: bool) -> None:
    """Put a backup back.

    FILE is what coach backup wrote. Everything that the page keeps now is lost: say --replace.
    """
    from scheduler.web import serving

    serving.set_up()
    from scheduler.web.backup import CannotBackUp
    from scheduler.web.backup import restore as put_back

    if not replace:
        raise click.UsageError("this loses everything that the page keeps now; add --replace if that is meant")
    try:
        put_back(file)
    except (CannotBackUp, OSError) as error:
        raise click.ClickException(str(error)) from error
    serving.migrate()
    click.echo(f"Restored {file}.")


COMMANDS = (serve, worker, link, backup, restore)
