"""`python -m scheduler` is the command `coach`."""

from scheduler.cli import main

if __name__ == "__main__":
    main(prog_name="coach")
