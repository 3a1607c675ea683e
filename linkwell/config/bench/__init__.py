"""Benchmarks that anybody can run: `linkwell bench NAME`. Each fills a database of its own."""
