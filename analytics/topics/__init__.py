"""What a run computes and shows, a folder a topic; `registry.py` lists them."""
