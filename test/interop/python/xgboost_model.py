"""Saves a small model of XGBoost, with its signature: python xgboost_model.py FOLDER"""

import sys

import mlflow
import numpy as np
import pandas as pd
import xgboost
from mlflow.models import infer_signature

generator = np.random.default_rng(7)
frame = pd.DataFrame(generator.normal(size=(200, 3)), columns=["age", "income", "debt"])
target = frame["age"] * 2 - frame["debt"] + 1
model = xgboost.XGBRegressor(n_estimators=10, max_depth=3, n_jobs=1).fit(frame, target)
mlflow.xgboost.save_model(
    model, sys.argv[1], signature=infer_signature(frame, model.predict(frame)), pip_requirements=["mlflow", "xgboost"]
)
