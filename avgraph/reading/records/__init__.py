"""Records of every form of list, where their titles stand by one vote of the whole list, and the entries they give."""
