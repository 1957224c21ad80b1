"""All that the assistant says, to be read, searched and printed."""
