"""What the pages of a site say, as plain values that JSON can hold."""
