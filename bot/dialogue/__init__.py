"""The state machine: events in, replies and effects out. Pure."""
