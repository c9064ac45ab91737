"""Publish a graph as a folder that any static web server serves: pages, data, feed, checksums."""
