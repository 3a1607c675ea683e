"""A referral: received, accepted, passed on or returned."""
