"""`make bench-answers`: our matcher beside others on the same knowledge and questions."""
