"""Venues: which tags name one, by the authority and by the rules of how names of series are printed."""
