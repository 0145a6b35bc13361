"""The servers the application stands on: where they are, and the embedded ones under `var/`."""
