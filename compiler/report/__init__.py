"""One page about a specification and its build: HTML without a network, with a diagram drawn here."""
