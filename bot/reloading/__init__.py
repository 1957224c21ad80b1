"""New content without a new start: checked, made ready, and put in force as one."""
