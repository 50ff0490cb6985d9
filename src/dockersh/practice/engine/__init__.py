"""What a docker engine holds and does: images, containers, volumes, networks, and the rules between them. No HTTP here."""
