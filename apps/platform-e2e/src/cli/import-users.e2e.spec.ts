import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { bootOf } from '../testing/program.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const CLI = bootOf('cli');
const HEADER = 'email,given_name,family_name,organisation_urn,role,service,service_roles';

let platform: PlatformProcess;
let scene: Scene;
beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator);
  const school = { name: 'Hill School', category: '001', status: 1, urn: '100000' };
  await platform.operator.put(`/manage/organisations/${scene.organisationId}`, school);
  await makeUser(platform.operator, 'known@example.org');
});
afterAll(() => platform?.kill());

async function importUsers(rows: readonly string[], ...args: string[]) {
  const path = join(platform.dataDir, 'people.csv');
  writeFileSync(path, [HEADER, ...rows].join('\r\n'));
  const command = [CLI, 'import', 'users', path, '--json', '--url', platform.url];
  const run = promisify(execFile)(process.execPath, [...command, '--data-dir', platform.dataDir, ...args], {
    env: { PATH: process.env.PATH },
  });
  // Whose rows were not all done ends with another code, and its report is the same.
  const { code, stdout } = await run.then(
    (done) => ({ code: 0, ...done }),
    (failed: { code: number; stdout: string }) => failed,
  );
  return { code, ...JSON.parse(stdout) };
}

test('a file of people becomes users, memberships and grants; a dry run told so before', async () => {
  const { clientId, organisationId, serviceId } = scene;
  const rows = [
    `known@example.org,,,100000,,${clientId},READER`,
    ...Array.from(
      { length: 30 },
      (_, place) => `p${place}@example.org,G,F,100000,Approver,${serviceId},READER`,
    ),
    `p0@example.org,G,F,100000,,${clientId},READER`,
    `nowhere@example.org,G,F,999999,,,`,
    `norole@example.org,G,F,100000,,${clientId},WRITER`,
    'nameless@example.org,,,,,,',
  ];
  const expected = {
    read: 35,
    code: 1,
    users: { created: 30, updated: 0, unchanged: 2 },
    memberships: { created: 31, updated: 0, unchanged: 1 },
    grants: { created: 31, updated: 0, unchanged: 1 },
  };
  const lines = [{ line: 34 }, { line: 35 }, { line: 36 }];

  const dry = await importUsers(rows, '--dry-run');
  expect(dry).toMatchObject({ ...expected, dryRun: true, rejected: lines });
  expect((await platform.operator.get('/manage/users')).body.numberOfRecords).toBe(1);

  const done = await importUsers(rows);
  expect(done).toMatchObject({ ...expected, dryRun: false, rejected: lines });
  const found = await platform.operator.get('/manage/users?email=P7@example.org');
  const [{ id }] = found.body.users;
  const access = await scene.service.get(`/services/${clientId}/organisations/${organisationId}/users/${id}`);
  expect(access.body).toMatchObject({ roles: [{ code: 'READER' }] });
  const member = await platform.operator.get(`/manage/users/${id}/organisations/${organisationId}`);
  expect(member.body).toMatchObject({ roleId: 10_000 });

  expect(await importUsers(rows)).toMatchObject({
    users: { created: 0, unchanged: 32 },
    memberships: { created: 0, updated: 0, unchanged: 32 },
    grants: { created: 0, updated: 0, unchanged: 32 },
    rejected: lines,
  });
});

test('who the policies do not admit is rejected whole, in a dry run as in earnest', async () => {
  const { serviceId, organisationId } = scene;
  const { operator } = platform;
  const authorities = { field: 'organisation.localAuthority.id', operator: 'is', value: [organisationId] };
  const policy = { name: 'Of that authority', conditions: [authorities], roles: ['READER'] };
  await operator.put(`/manage/services/${serviceId}/policies/authority`, policy);
  const row = `outside@example.org,G,F,100000,,${serviceId},READER`;
  for (const args of [['--dry-run'], []]) {
    expect(await importUsers([row], ...args)).toMatchObject({
      code: 1,
      users: { created: 0 },
      rejected: [
        { line: 2, reason: expect.stringContaining('The policy "Of that authority" does not admit') },
      ],
    });
  }
  expect((await operator.get('/manage/users?email=outside@example.org')).body.numberOfRecords).toBe(0);
});
