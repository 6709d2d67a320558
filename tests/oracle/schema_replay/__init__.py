"""The parts of schema_replay.py: projects made at random, what really becomes of them, and what Limbeck says becomes of them."""
