"""Dropscope, an oscilloscope for dropout in the terminal; this side of it records a PyTorch run.

    from dropscope import record
    with record("run.jsonl", model):
        train(model)

and then `dropscope run.jsonl`, or `python -m dropscope run.jsonl`, is the screen on what was recorded.
A script that is not touched: `python -m dropscope_hook train.py`. PyTorch is imported where a recording
begins, and not before.
"""
__all__ = ["Recorder", "program", "record", "show"]
__version__ = "@VERSION@"


def record(path="run.jsonl", model=None, **options):
    """Records every dropout of what follows; see `dropscope_hook.record`, which this is."""
    return _hook().record(path, model, **options)


def show(run, call=None, view=None, size="120x40"):
    """One frame of a recording as a picture for a notebook; see `dropscope_hook.show`."""
    return _hook().show(run, call=call, view=view, size=size)


def program():
    """The path of the program that was installed with this package.

    Raises:
      FileNotFoundError: the installation has lost it.
    """
    import importlib.metadata
    import os

    for file in importlib.metadata.files("dropscope") or []:
        path = os.path.realpath(file.locate())
        if file.name in ("dropscope", "dropscope.exe") and os.access(path, os.X_OK) \
                and os.path.isfile(path):
            return path
    raise FileNotFoundError("the program dropscope is not where pip put it: pip install --force-reinstall dropscope")


def _hook():
    try:
        import dropscope_hook
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise ModuleNotFoundError(
            "dropscope records PyTorch, which is not installed here: pip install torch", name="torch") from None
    return dropscope_hook


def __getattr__(name):
    if name == "Recorder":
        return _hook().Recorder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
