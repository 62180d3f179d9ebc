"""Calls of the public API by a client that openapi-python-client generated, against a platform with the demo set.

The folder of the generated package stands on PYTHONPATH; GATEHOUSE_URL, CLIENT_ID and API_SECRET are in the environment.
An answer that the client cannot read, or reads as a problem, ends the run.
"""

import base64
import hashlib
import hmac
import importlib
import json
import os
import time
import uuid

from gatehouse import AuthenticatedClient, Client
from gatehouse.models.announcement_request import AnnouncementRequest
from gatehouse.models.announcement_request_type import AnnouncementRequestType
from gatehouse.models.invitation_request import InvitationRequest
from gatehouse.models.invalid_request_problem import InvalidRequestProblem
from gatehouse.models.list_users_status import ListUsersStatus

URL = os.environ["GATEHOUSE_URL"]
CLIENT_ID = os.environ["CLIENT_ID"]


def token() -> str:
    def encoded(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    claims = {"iss": CLIENT_ID, "aud": "signin.education.gov.uk", "exp": int(time.time()) + 300}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    key = os.environ["API_SECRET"].encode()
    return f"{signed}.{encoded(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


client = AuthenticatedClient(base_url=URL, token=token())
nobody = Client(base_url=URL)
calls = 0


def call(name, *path, by=client, tag="public_api", expect=range(200, 300), **arguments):
    """Makes one call and gives what the client read of the answer."""
    global calls
    operation = importlib.import_module(f"gatehouse.api.{tag}.{name}")
    answer = operation.sync_detailed(*path, client=by, **arguments)
    if answer.status_code not in expect:
        raise SystemExit(f"{name}: {int(answer.status_code)} {answer.content!r}")
    if answer.parsed is None and answer.content:
        raise SystemExit(f"{name}: the client does not know the answer {answer.content!r}")
    calls += 1
    print(f"{name}: {int(answer.status_code)} {type(answer.parsed).__name__}")
    return answer.parsed


def check(fact, what):
    if not fact:
        raise SystemExit(what)


page = call("list_users")
[user] = page.users
school = user.organisation
check(user.user_status.value == 1 and user.roles[0].code == "EDITOR", f"not the approver of the demo set: {user}")
filtered = call("list_users", status=ListUsersStatus.VALUE_1, page_size=5)
check(filtered.warning == "Only 7 days of data can be fetched", f"no warning: {filtered}")
changes = call("list_user_changes")
check(call("list_user_changes", since=changes.next_).changes == [], "changes come again")
access = call("get_user_access", CLIENT_ID, school.id, user.user_id)
check(access.roles[0].status.id.value == 1, f"not active: {access}")
[organisation] = call("list_user_organisations", user.user_id)
check(organisation.statutory_low_age == 3 and organisation.uid is None, f"not the school: {organisation}")
[detailed] = call("list_user_organisations_v2", user.user_id)
check(detailed.additional_properties.keys() == {"DistrictAdministrative_code"}, f"unknown members: {detailed}")
services = call("list_user_organisation_services", user.user_id)
check(services.organisations[0].org_role_id == 10000, f"no approver: {services}")
check(call("list_approvers").users[0].email == user.email, "another approver")
check(call("list_organisation_users", school.ukprn).users[0].email == user.email, "another user of the school")
check({role.code for role in call("list_service_roles", CLIENT_ID)} == {"READER", "EDITOR"}, "other roles")
check(len(call("list_organisation_categories")) == 15, "other categories")
check(len(call("list_establishment_types")) > 30, "other types")

announcement = call(
    "publish_announcement",
    body=AnnouncementRequest(
        message_id=str(uuid.uuid4()),
        urn=school.urn,
        type_=AnnouncementRequestType.VALUE_1,
        title="Check your details",
        summary="In short",
        body="In full",
        published_at="2026-03-02T09:00:00Z",
    ),
)
call("delete_announcement", announcement.message_id)


def invitation(email: str) -> InvitationRequest:
    return InvitationRequest(
        source_id=42, given_name="Pat", family_name="Sample", email=email, organisation=school.id
    )


key = str(uuid.uuid4())
first = call("create_invitation", CLIENT_ID, body=invitation("pat.sample@example.org"), idempotency_key=key)
again = call("create_invitation", CLIENT_ID, body=invitation("pat.sample@example.org"), idempotency_key=key)
check(first.invitation_id == again.invitation_id, "the retry made another invitation")
problem = call("create_invitation", CLIENT_ID, body=invitation("no address"), expect=[400])
check(isinstance(problem, InvalidRequestProblem), f"no problem: {problem}")
check(problem.errors == ["email is not a valid email address"], f"other faults: {problem.errors}")
call("list_users", by=AuthenticatedClient(base_url=URL, token="none"), expect=[401])

call("get_liveness", by=nobody, tag="platform")
call("get_readiness", by=nobody, tag="platform")
call("get_health", by=nobody, tag="platform")
call("get_open_api", by=nobody, tag="platform")
mail = call("list_mailbox_messages", by=nobody, tag="platform", to="pat.sample@example.org")
print(f"{calls} calls, {len(mail)} email")
