"""Docker's Engine API over a private unix socket: version 1.51, and older clients as they ask."""
