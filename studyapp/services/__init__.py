"""What a person does here: one class for each area, one method for each thing done."""
