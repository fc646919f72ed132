"""The command line: `python -m casebook <verb>`."""

import sys

from casebook.commands import main

sys.exit(main())
