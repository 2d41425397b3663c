"""`python -m trimtab` is `trimtab`."""

from trimtab.cli.app import main

if __name__ == "__main__":
    main()
