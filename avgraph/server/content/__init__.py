"""What workers find out for the pages of the server, as plain values that JSON can hold."""
