"""What a bank asks of a scoring model. `pd` is the predicted probability of default, y is 1 for a bad loan."""

import numpy as np
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score, roc_curve

# The cost matrix published with the data: an accepted bad loan costs five times a refused good one.
COST_ACCEPTED_BAD = 5.0
COST_REFUSED_GOOD = 1.0
CUTOFF = COST_REFUSED_GOOD / (COST_REFUSED_GOOD + COST_ACCEPTED_BAD)

# 600 points at odds of 50 good to 1 bad; 20 points double the odds.
BASE_SCORE, BASE_ODDS, POINTS_TO_DOUBLE = 600.0, 50.0, 20.0


def refused(pd: np.ndarray) -> np.ndarray:
    return (pd >= CUTOFF).astype(int)


def measure(y: np.ndarray, pd: np.ndarray) -> dict[str, float]:
    auc = roc_auc_score(y, pd)
    false_alarms, hits, _ = roc_curve(y, pd)
    accepted = refused(pd) == 0
    accepted_bad = np.sum(accepted & (y == 1))
    refused_good = np.sum(~accepted & (y == 0))
    return {
        "auc": auc,
        "gini": 2 * auc - 1,
        "ks": float(np.max(hits - false_alarms)),
        "brier": brier_score_loss(y, pd),
        "log_loss": log_loss(y, np.clip(pd, 1e-6, 1 - 1e-6)),
        "expected_cost": float(COST_ACCEPTED_BAD * accepted_bad + COST_REFUSED_GOOD * refused_good) / len(y),
        "approval_rate": float(np.mean(accepted)),
        "bad_rate_of_accepted": float(accepted_bad / max(1, np.sum(accepted))),
    }


def points(pd: np.ndarray) -> np.ndarray:
    safe = np.clip(pd, 1e-4, 1 - 1e-4)
    factor = POINTS_TO_DOUBLE / np.log(2)
    return BASE_SCORE + factor * (np.log((1 - safe) / safe) - np.log(BASE_ODDS))
