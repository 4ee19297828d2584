# The two commands are `make run` and `make test`; what they do stands in scripts/.

.PHONY: help run test check bench pictures crash prove sabotage

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: ## Serve Roomworthy with a demo campus; PORT=8000, ROOMWORTHY_DATA=var
	@scripts/run

test: ## Check and test everything: both databases, and journeys in a real browser
	@scripts/test

check: ## What to run before each commit: lint, types, the quick tests
	@scripts/test quick

bench: ## Measure tags, scan pages, exports and imports against the plainest thing that could do the job
	@scripts/bench

pictures: ## Take the pictures of the README again, from the demo campus
	@scripts/pictures

TIER ?= C
crash: ## Storm the server while it is killed; TIER=C 100 kills, N 1,000, R 10,000 on each database
	@scripts/crash $(TIER)

prove: ## Run the proofs of all promises, and write docs/promises.md; longer with ROOMWORTHY_KILLS and its like
	@scripts/prove prove

sabotage: ## Plant each known fault in a copy of the program, and see its proof fail
	@scripts/prove sabotage
