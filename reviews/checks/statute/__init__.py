"""What the statute wants in a determination, and what it keeps out of one."""
