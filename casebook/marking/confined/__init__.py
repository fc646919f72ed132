"""What runs inside the sandbox, beside a student's code: it knows only the standard library and IPython.

These files are started by their path, never imported by the rest of the package, and hold nothing that is secret:
no expected value, no test, no key ever enters the sandbox.
"""
