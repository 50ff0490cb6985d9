"""Which option of a line fits what its program printed; each look gives the arguments of its page, or None."""
