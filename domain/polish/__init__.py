"""Polish as officials write it: numbers, plural forms, typography, order."""
