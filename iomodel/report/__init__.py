"""Forms of a result: text for a terminal, Markdown, JSON, CSV. They format, never compute."""
