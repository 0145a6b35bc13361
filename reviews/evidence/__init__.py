"""What a decision may rest on: the guidelines a reviewer can choose from."""
