"""Large files past the server: uploads in parts and downloads in ranges, straight to the store."""

import os
from unittest.mock import patch

import harness
import mlflow
from harness import equal, fresh_experiment, fresh_run, scratch_folder
from mlflow.store.artifact.http_artifact_repo import HttpArtifactRepository

PART = int(os.environ["MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE"])


def large_file(name: str, parts: float):
    path = scratch_folder() / name
    path.write_bytes(os.urandom(int(PART * parts)))
    return path


def watched(name: str):
    """Lets the calls of a method through, and counts them."""
    return patch.object(HttpArtifactRepository, name, autospec=True, side_effect=getattr(HttpArtifactRepository, name))


def check_a_large_file_goes_up_in_parts_and_comes_back_whole():
    run = fresh_run().info.run_id
    path = large_file("голям файл.bin", 2.5)
    with watched("create_multipart_upload") as create, watched("complete_multipart_upload") as complete:
        harness.client.log_artifact(run, str(path), "deep/er")
    equal((create.call_count, complete.call_count), (1, 1))
    equal([(f.path, f.file_size) for f in harness.client.list_artifacts(run, "deep/er")], [(f"deep/er/{path.name}", path.stat().st_size)])
    with watched("_multipart_download") as download:
        back = harness.client.download_artifacts(run, f"deep/er/{path.name}", str(scratch_folder()))
    equal(download.call_count, 1)
    with open(back, "rb") as file:
        equal(file.read() == path.read_bytes(), True, "the bytes are the same")


def check_small_and_large_files_of_a_folder():
    run = fresh_run().info.run_id
    path = large_file("large.bin", 2)
    (path.parent / "small.txt").write_text("small")
    harness.client.log_artifacts(run, str(path.parent), "tree")
    back = harness.client.download_artifacts(run, "tree", str(scratch_folder()))
    equal(sorted((name, os.path.getsize(os.path.join(back, name))) for name in os.listdir(back)), [("large.bin", 2 * PART), ("small.txt", 5)])


def check_an_upload_whose_parts_fail_leaves_nothing():
    run = fresh_run().info.run_id
    path = large_file("broken.bin", 2)
    with patch.object(HttpArtifactRepository, "_upload_part", side_effect=OSError("the line broke")):
        try:
            harness.client.log_artifact(run, str(path))
        except Exception as error:
            assert "at least one part" in str(error), error
        else:
            raise AssertionError("the upload passed")
    equal(harness.client.list_artifacts(run), [])


def check_a_large_model_is_logged_and_loaded():
    class Heavy(mlflow.pyfunc.PythonModel):
        def load_context(self, context):
            self.size = os.path.getsize(context.artifacts["weights"])

        def predict(self, context, model_input: list[float], params=None) -> list[float]:
            return [x + self.size for x in model_input]

    mlflow.set_experiment(experiment_id=fresh_experiment())
    weights = large_file("weights.bin", 2)
    info = mlflow.pyfunc.log_model(
        name="heavy", python_model=Heavy(), artifacts={"weights": str(weights)}, pip_requirements=["numpy"],
    )
    equal(mlflow.pyfunc.load_model(info.model_uri).predict([1.0]), [1.0 + 2 * PART])
