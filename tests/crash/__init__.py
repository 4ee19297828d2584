"""Proofs that nothing accepted is lost or doubled, whoever is killed and whenever.

`test_killed` is phones alone, and many kills; in `test_mixed` reporters and managers are about as
well, a worker sweeps, the mail server goes and comes back, and the clock jumps: three kills there
for ten here.

What is real: the program, its WSGI server with the very words that `make run` gives it, its two
worker processes, sockets, the database's file or server with the engine's own settings, `SIGKILL`.
What is not: a server that begins again is forked from a process that has loaded the program (a
start takes 50 ms instead of two seconds, see `zygote`); the disk is never cut off from its power,
so that what the engines tell the disk, and what the disk does with it, is not shown here. The
PostgreSQL server runs without `fsync`, which a killed process does not need; its `commit` waits for
its log as it does in life.

`ROOMWORTHY_KILLS` is the number of kills on each database: 100 unless set, 1,000 each night,
10,000 before a release. n kills without a loss bound the rate of losses at about 3/n (the rule of
three, at 95 %).
"""
