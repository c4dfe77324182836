/** The release of MLflow whose wire, files and habits these are; every fact here was measured on it. */
export const MLFLOW_VERSION = '3.17.2'
