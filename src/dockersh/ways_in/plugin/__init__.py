"""`docker explain …`: dockersh as a plugin of the docker client, called `docker-explain` among its plugins."""
