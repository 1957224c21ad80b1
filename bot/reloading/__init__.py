"""New content without a new start: checked, made ready, and put in force as one."""

REFUSED = 3
"""The exit code of `preparing` when there are errors in the content, which are then on its standard output."""
