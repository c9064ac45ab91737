"""What the server and a released folder show: plain values about a graph, pages of them, scripts and styles."""
