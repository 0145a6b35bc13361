"""What a decision rests on: cited as the library has it, in force, for this part of the body."""
