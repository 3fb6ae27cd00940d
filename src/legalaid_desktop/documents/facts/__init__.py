"""Facts for templates: plain dicts, lists and texts, made from a disclosed case."""
