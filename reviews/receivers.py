"""What the judgement does when a case takes a step."""
