"""Letters, texts and e-mails, and whether they may be sent."""
