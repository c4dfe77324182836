import harness
import mlflow
import mlflow.genai as genai
from harness import equal, fresh_experiment, fresh_name, refused

TEMPLATE = "Say {{greeting}} to {{name}}."


def fresh_prompt(**fields):
    return genai.register_prompt(name=fresh_name("prompt"), template=TEMPLATE, **fields)


def check_prompt_is_registered_and_loaded_by_every_uri():
    made = fresh_prompt(commit_message="first", tags={"team": "care"})
    equal((made.version, made.template, made.variables, made.commit_message, made.tags), (1, TEMPLATE, {"greeting", "name"}, "first", {"team": "care"}))
    chat = [{"role": "system", "content": "Be {{mood}}."}, {"role": "user", "content": "{{question}}"}]
    second = genai.register_prompt(name=made.name, template=chat, commit_message="chat")
    genai.set_prompt_alias(made.name, alias="production", version=1)
    for uri, version in ((f"prompts:/{made.name}/1", 1), (f"prompts:/{made.name}@production", 1), (f"prompts:/{made.name}@latest", 2), (f"prompts:/{made.name}/2", 2)):
        equal(genai.load_prompt(uri).version, version, uri)
    equal(genai.load_prompt(made.name, version=1).format(greeting="hello", name="Ana"), "Say hello to Ana.")
    equal(genai.load_prompt(made.name, version=2).template, chat)
    equal(second.is_text_prompt, False)
    equal(harness.client.get_prompt_version_by_alias(made.name, "production").version, 1)
    genai.delete_prompt_alias(made.name, "production")
    refused("INVALID_PARAMETER_VALUE", "production", lambda: genai.load_prompt(f"prompts:/{made.name}@production", cache_ttl_seconds=0))


def check_prompts_and_models_keep_apart():
    prompt = fresh_prompt()
    model = harness.client.create_registered_model(fresh_name("model"))
    assert prompt.name in [p.name for p in genai.search_prompts()]
    assert model.name not in [p.name for p in genai.search_prompts()]
    equal([m.name for m in harness.client.search_registered_models(f"name = '{prompt.name}'")], [])
    equal(list(harness.client.search_model_versions(f"name = '{prompt.name}'")), [])
    refused("RESOURCE_ALREADY_EXISTS", "already taken by a prompt", lambda: harness.client.create_registered_model(prompt.name))
    refused("INVALID_PARAMETER_VALUE", "exists with the same name", lambda: genai.register_prompt(name=model.name, template="x"))


def check_prompt_search_and_versions():
    prefix = fresh_name("searched")
    for n in range(3):
        genai.register_prompt(name=f"{prefix}-{n}", template=TEMPLATE, tags={"n": str(n)})
    genai.register_prompt(name=f"{prefix}-1", template="Another")
    found = genai.search_prompts(filter_string=f"name LIKE '{prefix}%'")
    equal([p.name for p in found], [f"{prefix}-{n}" for n in range(3)])
    equal([v.version for v in harness.client.search_prompt_versions(f"{prefix}-1")], [2, 1])


def check_prompt_tags():
    prompt = fresh_prompt()
    genai.set_prompt_tag(prompt.name, "owner", "ana")
    genai.set_prompt_tag(prompt.name, "gone", "x")
    genai.delete_prompt_tag(prompt.name, "gone")
    equal({k: v for k, v in genai.get_prompt_tags(prompt.name).items() if not k.startswith("_")}, {"owner": "ana"})
    genai.set_prompt_version_tag(prompt.name, 1, "checked", "yes")
    genai.set_prompt_version_tag(prompt.name, 1, "gone", "x")
    genai.delete_prompt_version_tag(prompt.name, 1, "gone")
    equal(genai.load_prompt(prompt.name, version=1, cache_ttl_seconds=0).tags, {"checked": "yes"})


def check_prompt_is_linked_to_the_run_and_model_that_load_it():
    prompt = fresh_prompt()
    mlflow.set_experiment(experiment_id=fresh_experiment())
    with mlflow.start_run() as run:
        genai.load_prompt(prompt.name, version=1)
    harness.client.link_prompt_version_to_run(run.info.run_id, prompt)
    linked = harness.client.get_run(run.info.run_id).data.tags["mlflow.linkedPrompts"]
    equal(linked, f'[{{"name": "{prompt.name}", "version": "1"}}]')
    model = mlflow.create_external_model(name="agent")
    harness.client.link_prompt_version_to_model(prompt.name, "1", model.model_id)
    assert prompt.name in mlflow.get_logged_model(model.model_id).tags["mlflow.linkedPrompts"]


def check_prompt_is_deleted():
    client = harness.client
    prompt = fresh_prompt()
    client.delete_prompt_version(prompt.name, "1")
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: genai.load_prompt(prompt.name, version=1, cache_ttl_seconds=0))
    client.delete_prompt(prompt.name)
    equal(client.get_prompt(prompt.name), None)
