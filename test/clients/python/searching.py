import harness
import mlflow
from harness import equal, fresh_experiment, refused
from mlflow.entities import Metric, Param, RunTag, ViewType

FILTERS = [
    ("metrics.auc > 0.7", "cde"),
    ("metrics.auc >= 0.7 and metrics.auc < 0.9", "bc"),
    ("metrics.auc = 0.8", "c"),
    ("metrics.`loss on test` <= 0.2", "de"),
    ("params.model = 'tree'", "ace"),
    ('params.model != "tree"', "bd"),
    ("params.model LIKE 'lin%'", "bd"),
    ("params.model ILIKE 'TREE'", "ace"),
    ("params.model = 'tree' and metrics.auc > 0.6", "ce"),
    ("tags.team = 'риск'", "ab"),
    ("tags.`two words` = 'x'", "e"),
    ("tags.team IS NULL", "e"),
    ("tags.team IS NOT NULL", "abcd"),
    ("attributes.status = 'FINISHED'", "abc"),
    ("status != 'FINISHED'", "de"),
    ("run_name = 'c'", "c"),
    ("start_time > 1002 and start_time < 1005", "cd"),
    ("tags.mlflow.runName = 'b'", "b"),
    ("", "abcde"),
]

ORDERS = [
    (["metrics.auc DESC"], "edcba"),
    (["metrics.auc ASC"], "abcde"),
    (["params.model ASC", "metrics.auc DESC"], "dbeca"),
    (["attributes.start_time ASC"], "abcde"),
    (["start_time DESC"], "edcba"),
    (["attribute.run_name DESC"], "edcba"),
    (["tags.team ASC", "start_time ASC"], "cdabe"),
    (["metrics.`loss on test`"], "edcba"),
]

_experiment = None


def experiment() -> str:
    global _experiment
    if _experiment:
        return _experiment
    _experiment = fresh_experiment("searched")
    for n, name in enumerate("abcde", start=1):
        run = harness.client.create_run(_experiment, start_time=1000 + n, run_name=name).info.run_id
        tags = {"a": {"team": "риск"}, "b": {"team": "риск"}, "c": {"team": "core"}, "d": {"team": "core"}}.get(name, {"two words": "x"})
        harness.client.log_batch(
            run,
            metrics=[Metric("auc", round(0.5 + n / 10, 1) if name != "b" else 0.7, 1, 1), Metric("loss on test", 0.5 - n / 12, 1, 1)],
            params=[Param("model", "tree" if n % 2 else "linear")],
            tags=[RunTag(k, v) for k, v in tags.items()],
        )
        if name in "abc":
            harness.client.set_terminated(run)
    return _experiment


def found(**options) -> str:
    return "".join(r.info.run_name for r in harness.client.search_runs([experiment()], **options))


def check_filters():
    for text, wanted in FILTERS:
        equal("".join(sorted(found(filter_string=text))), wanted, text)


def check_orders():
    for order, wanted in ORDERS:
        equal(found(order_by=order), wanted, str(order))


def check_lists_of_run_ids():
    two = [r.info.run_id for r in harness.client.search_runs([experiment()], "run_name LIKE '_' and metrics.auc > 0.85")]
    equal(len(two), 2)
    listed = ", ".join(f"'{run_id}'" for run_id in two)
    equal(found(filter_string=f"attributes.run_id IN ({listed})", order_by=["run_name"]), "de")
    equal(found(filter_string=f"run_id NOT IN ({listed})", order_by=["run_name"]), "abc")


def check_default_order_is_newest_first():
    equal(found(), "edcba")


def check_paging_gives_every_run_once():
    seen, token = "", None
    for _ in range(4):
        page = harness.client.search_runs([experiment()], order_by=["metrics.auc DESC"], max_results=2, page_token=token)
        seen += "".join(r.info.run_name for r in page)
        token = page.token
        if not token:
            break
    equal(seen, "edcba")
    equal(token, None)


def check_view_types():
    made = fresh_experiment()
    active = harness.client.create_run(made).info.run_id
    gone = harness.client.create_run(made).info.run_id
    harness.client.delete_run(gone)
    for view, wanted in ((ViewType.ACTIVE_ONLY, {active}), (ViewType.DELETED_ONLY, {gone}), (ViewType.ALL, {active, gone})):
        equal({r.info.run_id for r in harness.client.search_runs([made], run_view_type=view)}, wanted, str(view))


def check_several_experiments_at_once():
    one, two = fresh_experiment(), fresh_experiment()
    runs = {harness.client.create_run(e).info.run_id for e in (one, two)}
    equal({r.info.run_id for r in harness.client.search_runs([one, two])}, runs)
    equal(len(harness.client.search_runs([])), 0)


def check_fluent_search_gives_a_frame():
    frame = mlflow.search_runs([experiment()], filter_string="metrics.auc > 0.6", order_by=["metrics.auc DESC"])
    equal("".join(frame["tags.mlflow.runName"]), "edcb")
    equal(list(frame["params.model"]), ["tree", "linear", "tree", "linear"])


def check_bad_searches_are_refused():
    for text in ("metrics.auc > 'high'", "params.model > 'a'", "nonsense", "attributes.nothing = 'x'", "metrics.auc == 1 or metrics.auc = 2"):
        refused("INVALID_PARAMETER_VALUE", "", lambda text=text: harness.client.search_runs([experiment()], text))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.search_runs([experiment()], order_by=["nothing DESC"]))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.search_runs([experiment()], max_results=50_001))
