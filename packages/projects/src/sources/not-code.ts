/** Names of what runs leave behind in a project's folder, and of what is made out of its other files. */
export const NOT_CODE =
  /^(?:\.git|node_modules|__pycache__|\.venv|venv|mlruns|mlartifacts|mlflow\.db(?:-wal|-shm|-journal)?)$/
