"""Authority files: which forms name which entity, and which identical forms do not, as people have reviewed it."""

from avgraph.resolution.authority.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.authority.records import AuthorityRecord

__all__ = ["NO_AUTHORITY", "Authority", "AuthorityRecord", "load_authority"]
