"""How things are shown: columns, fields, sizes and ages in docker's words."""
