#!/usr/bin/env bash
# Builds the image of deploy/Dockerfile, and a model's by `millrace models build-docker`, with buildah, and asks the programs in
# them over HTTP. No registry of images is needed: what stands for node:24-slim and python:3.11-slim is made of Debian's packages
# and the Node of this machine. Minutes, and gigabytes below the folder that it works in; both are gone afterwards.
#   deploy/try-images.sh [FOLDER]     as root, after npm ci && npm run build; MLFLOW_PYTHON has mlflow and scikit-learn
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
skip() { echo "skipped: $1"; exit 0; }
[ "$(id -u)" = 0 ] || skip 'only root may make the base image'
for program in buildah debootstrap curl git npm; do
  command -v "$program" > /dev/null || skip "$program is not installed"
done
[ -f "$here/packages/cli/dist/millrace.js" ] || skip 'npm run build was not run'

work=$(mktemp -d "${1:-/tmp}/millrace-images-XXXXXX")
running=''
clean() {
  [ -z "$running" ] || stop || true
  buildah rm --all > /dev/null 2>&1 || true
  buildah rmi --all --force > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT
# A store of its own: nothing of this machine's images is touched. vfs and chroot need no right that a container lacks.
printf '[storage]\ndriver = "vfs"\nrunroot = "%s"\ngraphroot = "%s"\n' "$work/run" "$work/store" > "$work/storage.conf"
export CONTAINERS_STORAGE_CONF="$work/storage.conf" BUILDAH_ISOLATION=chroot

echo '== base images of Debian packages'
debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip,python3-setuptools \
  bookworm "$work/debian" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" > "$work/debootstrap.log"
certificates=/etc/ssl/certs/ca-certificates.crt
cp -L "$certificates" "$work/debian$certificates"
rm -f "$work"/debian/usr/lib/python3*/EXTERNALLY-MANAGED
ln -s /usr/bin/python3 "$work/debian/usr/local/bin/python"
node=$(node -p process.execPath)
install "$node" "$work/debian/usr/local/bin/node"
mkdir -p "$work/debian/usr/local/lib/node_modules"
cp -rL "$(dirname "$(readlink -f "$(command -v npm)")")/.." "$work/debian/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/debian/usr/local/bin/npm"
base=$(buildah from scratch)
buildah add -q "$base" "$work/debian" / > /dev/null
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  --env NODE_EXTRA_CA_CERTS=$certificates --env PIP_CERT=$certificates --env SSL_CERT_FILE=$certificates "$base"
buildah commit -q --rm "$base" docker.io/library/node:24-bookworm-slim > /dev/null
python=${MLFLOW_PYTHON:-}
version=$([ -z "$python" ] || "$python" -c 'import platform; print(platform.python_version())')
for name in node:24-slim python:3.11-slim ${version:+"python:$version-slim"}; do
  buildah tag docker.io/library/node:24-bookworm-slim "docker.io/library/$name"
done
rm -rf "$work/debian"

# start IMAGE PATH COMMAND…: runs it until /PATH answers at port 5899
start() {
  local container
  container=$(buildah from --pull-never "localhost/$1")
  buildah run --network host -e MLFLOW_PORT=5899 "$container" -- "${@:3}" > "$work/printed" 2>&1 &
  running=$!
  for _ in $(seq 120); do
    curl -sf "http://127.0.0.1:5899/$2" > /dev/null && return
    sleep 0.5
  done
  cat "$work/printed"
  return 1
}
stop() {
  pkill -TERM -P "$running" 2> /dev/null || kill "$running"
  wait "$running" || true
  running=''
  buildah rm --all > /dev/null
}

echo '== deploy/Dockerfile'
git clone -q "$here" "$work/clone"
buildah build --format docker --pull-never --network host -f "$work/clone/deploy/Dockerfile" -t millrace "$work/clone" > "$work/build.log" 2>&1 ||
  { tail -20 "$work/build.log"; exit 1; }
start millrace health node /opt/millrace/node_modules/millrace/bin/millrace.js server
[ "$(curl -sf -H 'content-type: application/json' -d '{"name": "in a container"}' \
  http://127.0.0.1:5899/api/2.0/mlflow/experiments/create)" = '{"experiment_id":"1"}' ] || { echo 'no experiment was made'; exit 1; }
if [ -n "$python" ]; then
  MLFLOW_TRACKING_URI=http://127.0.0.1:5899 "$python" -c '
import mlflow
with mlflow.start_run() as run:
    mlflow.log_metric("auc", 0.79)
    mlflow.log_text("hello", "notes.txt")
assert mlflow.get_run(run.info.run_id).data.metrics == {"auc": 0.79}
assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/notes.txt") == "hello"' 2> "$work/client.log" || { cat "$work/client.log"; exit 1; }
fi
stop
echo 'answers'

# model NAME FOLDER BODY ANSWER
model() {
  echo "== models build-docker: $1"
  node "$here/packages/cli/bin/millrace.js" models build-docker -m "$2" -n "$1" > "$work/build.log" 2>&1 ||
    { tail -20 "$work/build.log"; exit 1; }
  buildah inspect --type image "localhost/$1" | grep -q Healthcheck || { echo 'the health check was lost'; exit 1; }
  start "$1" ping node /opt/millrace/bin/millrace.js models serve -m /opt/ml/model --env-manager local --port 5899
  local answer
  answer=$(curl -s -H 'content-type: application/json' -d "$3" http://127.0.0.1:5899/invocations)
  stop
  [ "$answer" = "$4" ] || { echo "answered $answer"; exit 1; }
  echo 'answers'
}
mkdir "$work/javascript"
echo 'export const predict = (rows) => rows.map(({ x }) => 2 * x)' > "$work/javascript/index.mjs"
printf 'flavors:\n  javascript:\n    module: index.mjs\n' > "$work/javascript/MLmodel"
model javascript "$work/javascript" '{"dataframe_records": [{"x": 4}]}' '{"predictions": [8]}'
if [ -z "$python" ]; then
  echo 'skipped: a scikit-learn model, for MLFLOW_PYTHON names no Python'
else
  "$python" -c '
import sys, mlflow.sklearn
from sklearn.dummy import DummyRegressor
mlflow.sklearn.save_model(DummyRegressor(strategy="constant", constant=8.0).fit([[0.0]], [8.0]), sys.argv[1])' "$work/sklearn" 2> /dev/null
  model sklearn "$work/sklearn" '{"inputs": [[4.0]]}' '{"predictions": [8.0]}'
fi
