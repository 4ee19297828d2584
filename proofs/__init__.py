"""What Roomworthy promises, the tests that prove each promise, and the faults that they would see.

`promises.toml` lists them. `python -m proofs.prove` runs the proofs and writes down their figures,
`python -m proofs.sabotage` plants each fault in a copy of the program and sees its proof fail, and
both write `docs/promises.md` anew.
"""
