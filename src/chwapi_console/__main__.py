"""`python -m chwapi_console` does what `chwapi-console` does."""

import sys

from chwapi_console.launch import main

if __name__ == "__main__":
    sys.exit(main())
