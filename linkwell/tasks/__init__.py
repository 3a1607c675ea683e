"""Nothing is dropped in silence: an owner, a next date and a why."""
