import { clientToken } from '@gatehouse/testing';
import { rawRequest } from '../testing/raw-http.ts';
import { expectProblem, rawPlatform } from '../testing/raw-platform.ts';
import { linkAndCode, makeUser, messageTo, newId } from '../testing/scene.ts';

const { authorization, expectNoFailures, platform, scene, send } = rawPlatform();

/** A change that takes no body. */
interface Change {
  line: string;
  by: 'operator' | 'service' | 'nobody';
  /** Where the operator sees whether it was made; nowhere: then it shows by being made afterwards. */
  shownBy?: string;
}

const LONG = 'x'.repeat(200_000);
const framed = {
  'a length': (text: string) => ({ header: `content-length: ${text.length}`, body: text }),
  chunks: (text: string) => ({
    header: 'transfer-encoding: chunked',
    body: `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
  }),
};

function ask({ line, by }: Pick<Change, 'line' | 'by'>, how: keyof typeof framed, text: string) {
  const tokens = {
    operator: [`authorization: Bearer ${clientToken('operator', platform().operatorSecret)}`],
    service: [authorization()],
    nobody: [],
  };
  const { header, body } = framed[how](text);
  return send(rawRequest(line, [...tokens[by], header], body));
}

/** Something to change by each, and how to do it. */
async function makeChanges(): Promise<Change[]> {
  const { operator, url } = platform();
  const { service, serviceId, organisationId } = scene();
  const email = `${newId()}@example.org`;
  const userId = await makeUser(operator, `${newId()}@example.org`);
  const messageId = newId();
  const policyId = newId();
  const membership = `/manage/users/${userId}/organisations/${organisationId}`;
  const grant = `${membership}/services/${serviceId}`;
  const role = `/manage/services/${serviceId}/roles/OTHER`;
  const policy = `/manage/services/${serviceId}/policies/${policyId}`;
  await operator.put(role, { name: 'Other' });
  await operator.put(policy, {
    name: 'Open',
    conditions: [{ field: 'organisation.status.id', operator: 'is', value: ['1'] }],
    roles: [],
  });
  await operator.put(membership, { roleId: 0 });
  await operator.put(grant, {});
  await operator.put(`/manage/organisations/${newId()}`, {
    name: 'Announced',
    category: '001',
    status: 1,
    urn: '900001',
  });
  await service.post('/organisations/announcements', {
    messageId,
    urn: '900001',
    type: 1,
    title: 't',
    summary: 's',
    body: 'b',
    publishedAt: '2026-01-01',
  });
  const request = { sourceId: '1', given_name: 'A', family_name: 'B', email };
  const { invitationId } = (await service.post(`/services/${serviceId}/invitations`, request)).body;
  await messageTo(url, email);
  const mailbox = `/mailbox/messages?to=${email}`;
  const invitation = `/manage/invitations/${invitationId}`;
  return [
    { line: `DELETE ${grant}`, by: 'operator', shownBy: grant },
    { line: `DELETE ${membership}`, by: 'operator', shownBy: membership },
    { line: `DELETE /manage/users/${userId}`, by: 'operator', shownBy: `/manage/users/${userId}` },
    { line: `DELETE ${role}`, by: 'operator', shownBy: role },
    { line: `DELETE ${policy}`, by: 'operator', shownBy: policy },
    { line: `DELETE /organisations/announcements/${messageId}`, by: 'service' },
    { line: `POST ${invitation}/resend`, by: 'operator', shownBy: mailbox },
    {
      line: `DELETE ${invitation}`,
      by: 'operator',
      // The invitation itself changes as its email is sent.
      shownBy: `/manage/invitations?email=${email}&status=revoked`,
    },
  ];
}

describe.each(['a length', 'chunks'] as const)('a body that is not wanted, announced by %s', (how) => {
  test('beyond the limit: 413 and nothing is done; within it, it is done', async () => {
    const { operator } = platform();
    for (const change of await makeChanges()) {
      const { shownBy } = change;
      const before = shownBy === undefined ? undefined : await operator.get(shownBy);
      expectProblem(await ask(change, how, LONG), 413);
      if (shownBy !== undefined) {
        expect(await operator.get(shownBy)).toMatchObject({ status: 200, text: before?.text });
      }
      expect([202, 204]).toContain((await ask(change, how, 'x')).status);
    }
  });

  test('beyond the limit for what does not exist: 404', async () => {
    const { serviceId } = scene();
    const [some, other] = [newId(), newId()];
    const lines = [
      `/manage/users/${some}/organisations/${other}/services/${serviceId}`,
      `/manage/users/${some}/organisations/${other}`,
      `/manage/users/${some}`,
      `/manage/services/${serviceId}/roles/NONE`,
      `/manage/services/${serviceId}/policies/${some}`,
      `/manage/invitations/${some}`,
    ].flatMap((path) => [`GET ${path}`, `DELETE ${path}`]);
    lines.push(
      `GET /manage/organisations/${some}`,
      `GET /manage/deliveries/${some}`,
      `POST /manage/deliveries/${some}/redeliver`,
      `POST /manage/invitations/${some}/resend`,
    );
    for (const line of lines) expectProblem(await ask({ line, by: 'operator' }, how, LONG), 404);
    const own = `/services/${serviceId}/invitations/${some}`;
    const announcement = `/organisations/announcements/${some}`;
    for (const line of [`GET ${own}`, `DELETE ${own}`, `POST ${own}/resend`, `DELETE ${announcement}`])
      expectProblem(await ask({ line, by: 'service' }, how, LONG), 404);
    expectProblem(await ask({ line: `GET /mailbox/messages/${some}`, by: 'nobody' }, how, LONG), 404);
  });

  test('beyond the limit from who has a link: 413', async () => {
    const { service, serviceId } = scene();
    const email = `${newId()}@example.org`;
    const request = { sourceId: '1', given_name: 'A', family_name: 'B', email };
    await service.post(`/services/${serviceId}/invitations`, request);
    const { link } = linkAndCode(await messageTo(platform().url, email));
    const line = `POST ${new URL(link).pathname}/new-email`;
    expectProblem(await ask({ line, by: 'nobody' }, how, LONG), 413);
    expect((await ask({ line, by: 'nobody' }, how, 'x')).status).toBe(303);
  });
});

test('nothing of it failed inside', () => expectNoFailures());
