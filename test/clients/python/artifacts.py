import hashlib
import json
import os

import harness
import mlflow
import pandas as pd
import requests
from harness import equal, fresh_experiment, fresh_run, refused, scratch_folder
from mlflow.exceptions import RestException
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from PIL import Image


def paths(run: str, folder: str | None = None) -> list[tuple]:
    return [(f.path, f.is_dir, f.file_size) for f in harness.client.list_artifacts(run, folder)]


def check_files_and_folders_go_and_come_back():
    run = fresh_run().info.run_id
    local = scratch_folder()
    (local / "deep" / "er").mkdir(parents=True)
    (local / "one.txt").write_text("едно")
    (local / "deep" / "two words.bin").write_bytes(bytes(range(256)) * 40)
    (local / "deep" / "er" / "empty").write_bytes(b"")
    harness.client.log_artifact(run, str(local / "one.txt"))
    harness.client.log_artifact(run, str(local / "one.txt"), "named/folder")
    harness.client.log_artifacts(run, str(local), "tree")
    equal(paths(run), [("named", True, None), ("one.txt", False, 8), ("tree", True, None)])
    equal(paths(run, "tree"), [("tree/deep", True, None), ("tree/one.txt", False, 8)])
    equal(paths(run, "tree/deep"), [("tree/deep/er", True, None), ("tree/deep/two words.bin", False, 10_240)])
    back = harness.client.download_artifacts(run, "tree", str(scratch_folder()))
    with open(os.path.join(back, "deep", "two words.bin"), "rb") as file:
        equal(file.read(), bytes(range(256)) * 40)
    equal(os.path.getsize(os.path.join(back, "deep", "er", "empty")), 0)


def check_odd_names_survive():
    run = fresh_run().info.run_id
    for name in ("ключ.txt", "a b+c&d.txt", "100% sure.txt", "semi;colon.txt", "naïve=x.txt", "qu'ote.txt"):
        harness.client.log_text(run, name, name)
        equal(mlflow.artifacts.load_text(f"runs:/{run}/{name}"), name)


def check_text_and_dict():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    with mlflow.start_run() as run:
        mlflow.log_text("<b>bold</b>", "notes/page.html")
        mlflow.log_dict({"a": [1, 2.5, None], "b": "ü"}, "conf.json")
        mlflow.log_dict({"a": 1}, "conf.yaml")
    root = f"runs:/{run.info.run_id}"
    equal(mlflow.artifacts.load_text(f"{root}/notes/page.html"), "<b>bold</b>")
    equal(mlflow.artifacts.load_dict(f"{root}/conf.json"), {"a": [1, 2.5, None], "b": "ü"})
    equal(mlflow.artifacts.load_text(f"{root}/conf.yaml"), "a: 1\n")


def check_image_from_array():
    run = fresh_run().info.run_id
    harness.client.log_image(run, Image.new("RGB", (12, 8), "red"), "pictures/red.png")
    back = mlflow.artifacts.load_image(f"runs:/{run}/pictures/red.png")
    equal((back.size, back.getpixel((3, 3))), ((12, 8), (255, 0, 0)))
    harness.client.log_image(run, Image.new("RGB", (12, 8), "blue"), key="by step", step=4)
    equal(len(paths(run, "images")), 2)


def check_table_grows():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    with mlflow.start_run() as run:
        mlflow.log_table({"class": ["good"], "f1": [0.9]}, "per-class.json")
        mlflow.log_table(pd.DataFrame({"class": ["bad"], "f1": [0.5]}), "per-class.json")
    back = mlflow.load_table("per-class.json", run_ids=[run.info.run_id])
    equal(back.to_dict("list"), {"class": ["good", "bad"], "f1": [0.9, 0.5]})
    tag = json.loads(mlflow.get_run(run.info.run_id).data.tags["mlflow.loggedArtifacts"])
    equal(tag, [{"path": "per-class.json", "type": "table"}])


def check_larger_file_keeps_every_byte():
    run = fresh_run().info.run_id
    local = scratch_folder() / "large.bin"
    block = hashlib.sha512(b"seed").digest() * 16_384
    local.write_bytes(block * 24)
    harness.client.log_artifact(run, str(local))
    back = harness.client.download_artifacts(run, "large.bin", str(scratch_folder()))
    with open(back, "rb") as file:
        equal(hashlib.file_digest(file, "sha256").hexdigest(), hashlib.sha256(block * 24).hexdigest())


def check_overwriting_replaces():
    run = fresh_run().info.run_id
    for text in ("a longer first text", "short"):
        harness.client.log_text(run, text, "x.txt")
    equal(mlflow.artifacts.load_text(f"runs:/{run}/x.txt"), "short")


def check_deleting_artifacts():
    run = fresh_run()
    harness.client.log_text(run.info.run_id, "x", "keep/x.txt")
    harness.client.log_text(run.info.run_id, "x", "drop/x.txt")
    get_artifact_repository(run.info.artifact_uri).delete_artifacts("drop")
    equal(paths(run.info.run_id), [("keep", True, None)])


def check_listing_nothing():
    run = fresh_run().info.run_id
    equal(paths(run), [])
    equal(paths(run, "none"), [])


def check_paths_out_of_the_run_are_refused():
    run = fresh_run().info.run_id
    for path in ("../x", "a/../../x", "/etc/passwd", "..%2f..%2fx"):
        refused("INVALID_PARAMETER_VALUE", "Invalid path", lambda path=path: listed(run, path))


def listed(run: str, path: str):
    answer = requests.get(f"{mlflow.get_tracking_uri()}/api/2.0/mlflow/artifacts/list", params={"run_id": run, "path": path}, timeout=30)
    if answer.status_code != 200:
        raise RestException(answer.json())
    return answer.json()
