"""The app's version. A tablet has the app's files but no installed distribution that could be asked for it."""

VERSION = "0.1.0"  # pyproject.toml says the same
