"""The pages that explain each diagnostic."""
