"""`python -m credit_scoring STEP`: what the entry points of MLproject run."""

import argparse
import os
import sys
import warnings

from . import sweep as sweep_module
from .candidates import BY_NAME, FAMILIES
from .evaluate import NotGoodEnough, evaluate
from .pipeline import pipeline
from .prepare import prepare
from .register import register
from .sweep import sweep
from .tracking import connect
from .train import FRESH, train


def convert(train_run: str) -> str:
    # The converter takes a second to load, which no other step needs.
    from .onnx_form import convert as convert_to_onnx
    return convert_to_onnx(train_run)


def whole(text: str) -> int:
    """Projects have numbers, but no whole ones: 7.0 is 7."""
    if not float(text).is_integer():
        raise argparse.ArgumentTypeError(f"{text} is no whole number")
    return int(float(text))


SEED = ("--seed", {"default": 7, "type": whole})
SET = ("--set", {"dest": "settings", "action": "append", "default": [], "metavar": "NAME=VALUE"})
MIN_AUC = ("--min-auc", {"default": 0.7, "type": float})
MODEL_NAME = ("--model-name", {"default": "credit-scoring"})
TRAIN_RUN = ("--train-run", {"required": True, "metavar": "RUN_ID"})
STEPS = {
    "prepare": (prepare, [SEED, ("--test-share", {"default": 0.3, "type": float})]),
    "train": (train, [("--family", {"default": "scorecard", "choices": list(BY_NAME)}), SET, SEED,
                      ("--data", {"dest": "source", "default": FRESH, "metavar": "RUN_ID"})]),
    "evaluate": (evaluate, [TRAIN_RUN, MIN_AUC]),
    "register": (register, [("--evaluation-run", {"required": True, "metavar": "RUN_ID"}), MODEL_NAME]),
    "pipeline": (pipeline, [SEED, SET, MIN_AUC, MODEL_NAME]),
    "sweep": (lambda families, seed: sweep(chosen_families(families), seed), [("--families", {"default": "all"}), SEED]),
    "onnx": (convert, [TRAIN_RUN]),
}


def chosen_families(text: str):
    names = list(BY_NAME) if text == "all" else text.split(",")
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        sys.exit(f"--families: {', '.join(unknown)} is none of {', '.join(BY_NAME)}")
    return [family for family in FAMILIES if family.name in names]


def main() -> None:
    given = vars(arguments())
    step, tracking_uri, experiment = (given.pop(name) for name in ("step", "tracking_uri", "experiment"))
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    connect(tracking_uri, experiment, sweep_module.__doc__)
    try:
        STEPS[step][0](**given)
    except NotGoodEnough as reason:
        sys.exit(f"Not good enough: {reason}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="credit_scoring", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    server = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    for name, (_, options) in STEPS.items():
        step = steps.add_parser(name)
        step.add_argument("--tracking-uri", default=server, type=lambda uri: uri.rstrip("/"))
        step.add_argument("--experiment", default="credit-scoring")
        for flag, settings in options:
            step.add_argument(flag, **settings)
    return parser.parse_args()


if __name__ == "__main__":
    main()
