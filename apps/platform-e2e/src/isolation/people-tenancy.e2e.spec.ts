import { eventually, expectDocumented } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { newId } from '../testing/scene.ts';
import { settled } from '../testing/settled.ts';
import { expectMade } from '../testing/tenancy/parties.ts';
import { makeSchool, type PersonName, peopleCallers, type School } from '../testing/tenancy/people.ts';
import { type PeopleRow, peopleRows } from '../testing/tenancy/people-table.ts';
import { whatIsStored } from '../testing/tenancy/what-is-stored.ts';

let platform: PlatformProcess;
let school: School;

beforeAll(async () => {
  platform = await platformProcess();
  school = await makeSchool(platform);
});
afterAll(() => platform?.kill());

const BODIES: Readonly<Record<string, unknown>> = {
  '/me/names': { given_name: 'Ann', family_name: 'Lee' },
  '/me/organisations/{organisationId}/members/{userId}': { roleId: 0 },
  '/me/organisations/{organisationId}/members/{userId}/services/{serviceId}': { roles: ['READER'] },
};

/** The end user is a member with the service, as each caller is to find them. */
async function giveAgain(): Promise<void> {
  const { organisationId, people, scene } = school;
  const membership = `/manage/users/${people['end user'].userId}/organisations/${organisationId}`;
  expectMade('membership', await platform.operator.put(membership, { roleId: 0 }));
  const grant = `${membership}/services/${scene.serviceId}`;
  await eventually(async () =>
    expectMade('grant', await platform.operator.put(grant, { roles: ['READER'] })),
  );
}

async function ask(caller: PersonName, { method, pattern, subject }: PeopleRow): Promise<string> {
  const { organisationId, people, scene } = school;
  const path = pattern
    .replace('{organisationId}', subject === 'theirs' ? organisationId : newId())
    .replace('{userId}', people['end user'].userId)
    .replace('{serviceId}', scene.serviceId);
  const url = `${path}${pattern.endsWith('/search') ? '?q=hill' : ''}`;
  const response = await fetch(platform.url + url, {
    method,
    headers: { authorization: `Bearer ${people[caller].token}`, 'content-type': 'application/json' },
    ...(method === 'PUT' && { body: JSON.stringify(BODIES[pattern]) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  const contentType = headers.get('content-type') ?? undefined;
  const body = text === '' ? undefined : JSON.parse(text);
  expectDocumented({ method, path: url, status, contentType, body });
  return String(status);
}

describe.each(peopleRows)('$method $pattern ($subject)', (row) => {
  test('who is refused changes nothing', async () => {
    await giveAgain();
    await settled(platform);
    const before = whatIsStored(platform.dataDir);
    for (const caller of peopleCallers.filter((each) => row.cells[each].startsWith('4'))) {
      expect([caller, await ask(caller, row)]).toEqual([caller, row.cells[caller]]);
    }
    await settled(platform);
    expect(whatIsStored(platform.dataDir)).toEqual(before);
  });

  test('who is answered', async () => {
    for (const caller of peopleCallers.filter((each) => row.cells[each].startsWith('2'))) {
      await giveAgain();
      expect([caller, await ask(caller, row)]).toEqual([caller, row.cells[caller]]);
    }
  });
});
