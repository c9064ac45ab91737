"""The command line: the group, its options and its output; the commands are in `commands`."""
