"""What a change brings to a list: its lines, and the findings that were not there before."""
