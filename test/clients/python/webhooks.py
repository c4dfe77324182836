"""Webhooks through the client. Nothing is sent: the addresses lead nowhere, or inside, where the server does not go."""

import harness
from harness import equal, fresh_name, refused

PUBLIC = "https://8.8.8.8/hook"


def fresh_webhook(**fields):
    events = fields.pop("events", ["registered_model.created"])
    return harness.client.create_webhook(name=fresh_name("webhook"), url=PUBLIC, events=events, **fields)


def names(events):
    return sorted(str(event) for event in events)


def check_a_webhook_comes_back():
    made = fresh_webhook(
        events=["model_version.created", "prompt_tag.set"], description="d", secret="sesame", status="DISABLED"
    )
    got = harness.client.get_webhook(made.webhook_id)
    equal((got.name, got.url, got.description, str(got.status)), (made.name, PUBLIC, "d", "DISABLED"))
    equal(names(got.events), ["model_version.created", "prompt_tag.set"], "events")


def check_a_webhook_is_changed():
    made = fresh_webhook()
    harness.client.update_webhook(made.webhook_id, name="renamed", events=["prompt.created"], status="DISABLED")
    got = harness.client.get_webhook(made.webhook_id)
    equal((got.name, got.url, str(got.status)), ("renamed", PUBLIC, "DISABLED"))
    equal(names(got.events), ["prompt.created"], "events")


def check_webhooks_are_listed_page_by_page_and_deleted():
    made = {fresh_webhook().webhook_id for _ in range(3)}
    seen, token = set(), None
    while True:
        page = harness.client.list_webhooks(max_results=2, page_token=token)
        seen |= {webhook.webhook_id for webhook in page}
        token = page.token
        if not token:
            break
    equal(made - seen, set(), "not listed")
    for webhook_id in made:
        harness.client.delete_webhook(webhook_id)
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: harness.client.get_webhook(made.pop()))


def check_addresses_inside_are_refused():
    for url in ("https://127.0.0.1/x", "https://localhost/x", "https://169.254.169.254/"):
        refused(
            "INVALID_PARAMETER_VALUE",
            "must not resolve to a non-public IP address",
            lambda: harness.client.create_webhook(name="inside", url=url, events=["prompt.created"]),
        )
