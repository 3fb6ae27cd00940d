"""The gate: every file that was made elsewhere comes in through here, and nothing of it runs in this process."""
