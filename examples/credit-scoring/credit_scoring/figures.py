"""The pictures a validation report shows for one model."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib import pyplot
from matplotlib.figure import Figure
from sklearn.calibration import CalibrationDisplay
from sklearn.metrics import ConfusionMatrixDisplay, RocCurveDisplay

from .measures import CUTOFF, points, refused

NAMES = ["good", "bad"]


def draw_all(y: np.ndarray, pd: np.ndarray) -> dict[str, Figure]:
    figures = {f"figures/{draw.__name__}.png": draw(y, pd) for draw in (roc, calibration, scores, confusion)}
    pyplot.close("all")
    return figures


def roc(y: np.ndarray, pd: np.ndarray) -> Figure:
    figure, axes = pyplot.subplots(figsize=(5, 5))
    RocCurveDisplay.from_predictions(y, pd, ax=axes, plot_chance_level=True)
    return titled(figure, axes, "ROC, test set")


def calibration(y: np.ndarray, pd: np.ndarray) -> Figure:
    figure, axes = pyplot.subplots(figsize=(5, 5))
    CalibrationDisplay.from_predictions(y, pd, n_bins=8, strategy="quantile", ax=axes)
    return titled(figure, axes, "Calibration, test set")


def scores(y: np.ndarray, pd: np.ndarray) -> Figure:
    figure, axes = pyplot.subplots(figsize=(7, 4))
    score = points(pd)
    edges = np.linspace(score.min(), score.max(), 25)
    for value, name in enumerate(NAMES):
        axes.hist(score[y == value], bins=edges, density=True, alpha=0.6, label=name)
    axes.axvline(points(np.array([CUTOFF]))[0], color="black", linestyle="--", label="cut-off")
    axes.set(xlabel="score", ylabel="density")
    axes.legend()
    return titled(figure, axes, "Scores of good and bad loans, test set")


def confusion(y: np.ndarray, pd: np.ndarray) -> Figure:
    figure, axes = pyplot.subplots(figsize=(5, 4))
    ConfusionMatrixDisplay.from_predictions(y, refused(pd), display_labels=NAMES, ax=axes, colorbar=False)
    return titled(figure, axes, f"Refused when PD ≥ {CUTOFF:.3f}")


def titled(figure: Figure, axes, title: str) -> Figure:
    axes.set_title(title)
    figure.tight_layout()
    return figure
