"""`python -m core.cli`: the command line on a machine without the window's libraries."""

from core.cli.main import cli

if __name__ == "__main__":
    cli(prog_name="dermdesk")
