"""The failure explained: docker's error recognised, its circumstances looked up, its page filled."""
