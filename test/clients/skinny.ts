/** The published client, and what its checks need besides. */
export const SKINNY = {
  venv: 'skinny-3.17.2',
  requirements: [
    ...['mlflow-skinny==3.17.2', 'scikit-learn==1.9.1'],
    ...['numpy==2.4.6', 'pandas==3.1.1', 'pillow==13.0.0'],
  ],
}
