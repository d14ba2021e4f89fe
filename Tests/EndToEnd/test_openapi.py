"""The province's interface against its own description: schemathesis makes requests of every address
out of the document that the service serves, good ones and bad ones, and holds each answer to it.
"""

import base64
import hashlib
import json

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance, response_headers_conformance, response_schema_conformance,
    status_code_conformance)

import daemons
from daemons import wait_until
from test_main_job import status
from test_transport import connect, log_of, one_time_code

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance,
          response_headers_conformance, response_schema_conformance)
ENTRIES = "application/vnd.learning-kiosk.entries+ndjson;v=1"
PERSONAL = "application/vnd.learning-kiosk.personal+ndjson;v=1"
BOUNDED = settings(max_examples=40, derandomize=True, deadline=None, database=None,
                   phases=[Phase.explicit, Phase.generate],
                   suppress_health_check=list(HealthCheck))


@schemathesis.serializer(ENTRIES, PERSONAL)
def as_bytes(ctx, value):
    """What the document calls binary goes out as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def served(tmp_path_factory, postgres):
    """A province that holds the log of a kiosk, and that kiosk's token and batches."""
    folder = tmp_path_factory.mktemp("openapi")
    server = daemons.Province(folder / "province", postgres.new_database()).start()
    machine = daemons.Kiosk(folder / "kiosk", {"sync.intervalSeconds": "1"})
    try:
        machine.command("demo", "--residents", 60)
        machine.command("enrol", "--province", server.url, "--code", one_time_code(server))
        machine.start()
        wait_until("everything to be confirmed", lambda: status(machine)["waiting"] == 0)
        machine.stop()
        record = json.loads((machine.data / "keys" / "province.json").read_text())
        wait_until("the first bulletin", lambda: server.get("/v1/bulletin").status == 200)
        order_of(server, log_of(machine))
        yield server, log_of(machine), record["token"]
    finally:
        machine.kill()
        server.kill()


def order_of(server, log, number=1 << 52):
    """Asks something of the kiosk, so that who holds its line is answered at once; no generator hits
    on the number."""
    with connect(server) as database:
        database.execute(
            """INSERT INTO "lineOrder" (id, stream, method, path, made) OVERRIDING SYSTEM VALUE
            SELECT %s, id, 'GET', '/v1/log/checkpoint', now() FROM stream
            WHERE log = decode(%s, 'hex')""", (number, log))
    return number


@pytest.fixture(scope="module")
def interface(served):
    server, _, _ = served
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_answers_conform_to_the_document(mode, served, interface):
    server, log, token = served
    operations = [result.ok() for result in interface.get_all_operations()]
    # Schemathesis leaves out the address at which it found the document.
    assert len(operations) == len(interface.raw_schema["paths"]) - 1

    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not takes_input(interface, operation):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @BOUNDED
        def conform(case):
            about_log = "log" in (case.path_parameters or {})
            if about_log and hash_of(case.path_parameters["log"]) % 4:
                # Most requests are about the log that the token opens: else all end at the door.
                case.path_parameters["log"] = log
            headers = {"Authorization": f"Bearer {token}"} if about_log else {}
            case.call_and_validate(base_url=server.url, headers=headers, checks=CHECKS)

        conform()


def takes_input(interface, operation):
    """Whether a request can be wrong at all."""
    path = interface.raw_schema["paths"][operation.path]
    return bool({"parameters", "requestBody"} & (path.keys() | path[operation.method].keys()))


def hash_of(value):
    return hashlib.sha256(repr(value).encode()).digest()[0]


def stored_batch(server):
    with connect(server) as database:
        return database.execute(
            "SELECT first, last, bytes, receipt FROM batch ORDER BY first LIMIT 1").fetchone()


def sending(token, body, media_type):
    return {"Authorization": f"Bearer {token}", "Content-Type": media_type,
            "Content-Encoding": "gzip", "Content-Digest": "sha-256=:" + base64.b64encode(
                hashlib.sha256(body).digest()).decode() + ":"}


def test_a_batch_a_receipt_and_a_hello_conform_too(served, interface):
    """What no generator can sign: the good case of each address, with the real bytes."""
    server, log, token = served
    first, last, body, receipt = stored_batch(server)
    target = f"/v1/logs/{log}/entries/{first}-{last}"

    answer = server.request("PUT", target, body, sending(token, body, ENTRIES))

    assert answer.status == 200 and answer.text == receipt
    conforms(interface, "/v1/logs/{log}/entries/{range}", "put", answer)
    again = server.get(f"/v1/logs/{log}/receipt", Authorization=f"Bearer {token}")
    assert again.status == 200
    conforms(interface, "/v1/logs/{log}/receipt", "get", again)
    size, root = again.text.split("\n")[1:3]
    hello = json.dumps({"size": int(size), "root": root, "unacked": 0, "boot": 1, "mono": 1,
                        "wall": 1, "version": "test"})
    standing = server.request("POST", f"/v1/logs/{log}/hello", hello, {
        "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    assert standing.status == 200 and standing.json()["root"] == root
    conforms(interface, "/v1/logs/{log}/hello", "post", standing)


def test_a_root_an_order_and_its_answer_conform_too(served, interface):
    server, log, token = served
    bearer = {"Authorization": f"Bearer {token}"}
    _, last, _, receipt = stored_batch(server)

    root = server.get(f"/v1/logs/{log}/root?size={last}", **bearer)

    assert root.json() == {"size": last, "root": receipt.split("\n")[2]}
    conforms(interface, "/v1/logs/{log}/root", "get", root)
    order = server.request("POST", f"/v1/logs/{log}/line", b"", bearer)
    assert order.json()["path"] == "/v1/log/checkpoint"
    conforms(interface, "/v1/logs/{log}/line", "post", order)
    target = f"/v1/logs/{log}/line/{order.json()['id']}?status=200"
    path = "/v1/logs/{log}/line/{id}"
    damaged = server.request("PUT", target, b"b", sending(token, b"a", "text/plain"))
    assert damaged.status == 422
    conforms(interface, path, "put", damaged)
    assert server.request("PUT", target, b"a", sending(token, b"a", "text/plain")).status == 204
    gone = server.request("PUT", target, b"a", sending(token, b"a", "text/plain"))
    assert gone.status == 404 and gone.json()["code"] == "line-gone"
    conforms(interface, path, "put", gone)


def test_damaged_batches_get_the_documented_answers(served, interface):
    server, log, token = served
    first, last, body, _ = stored_batch(server)
    path = "/v1/logs/{log}/entries/{range}"
    target = f"/v1/logs/{log}/entries/{first}-{last}"
    spoilt = bytes(body[:-9]) + bytes([body[-9] ^ 0xFF]) + bytes(body[-8:])
    for bytes_sent, where, code in [
            (spoilt, target, "encoding"), (b"no gzip", target, "encoding"),
            (bytes(body), f"/v1/logs/{log}/entries/{last}-{last + 5}", "range"),
            (bytes(body) + b"x", target, "encoding")]:
        answer = server.request("PUT", where, bytes_sent, sending(token, bytes_sent, ENTRIES))
        assert answer.status == 422 and answer.json()["code"] == code
        conforms(interface, path, "put", answer)


def conforms(interface, path, method, answer):
    """Holds an answer to the document: its status, its media type, its body."""
    document = interface.raw_schema
    response = document["paths"][path][method]["responses"][str(answer.status)]
    for name, header in response.get("headers", {}).items():
        assert not header.get("required") or name.lower() in answer.headers, name
    media_type = answer.headers["content-type"].split(";")[0]
    content = response["content"][media_type]["schema"]
    body = answer.text if media_type == "text/plain" else answer.json()
    resolvable = {**content, "components": document["components"]}
    jsonschema.Draft202012Validator(resolvable).validate(body)
