"""Files that go into every build as they are, and templates of others: ``plan.py`` stands alone there, so it imports nothing of ours."""
