"""The directory as open data: Open Referral UK 3.0 and HSDS 3.1, for anybody to read."""
