import { cliUnderTest, ORGANISATION, PAGE, SERVICE, USER } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();

/** The cells of a table's only row, two spaces or more apart. */
async function cells(...args: string[]): Promise<string[] | undefined> {
  return (await gatehouse(...args)).out.split('\n')[1]?.split(/ {2,}/);
}

test('grants: identifiers as they are given, and with --json as the API has them', async () => {
  const identifiers = [
    { key: 'k', value: 'v' },
    { key: 'kitchen', value: '12' },
  ];
  const body = { services: [{ id: SERVICE, roles: ['A', 'B'], identifiers }], ...PAGE };
  platform().answer(`GET /manage/users/${USER}/organisations/${ORGANISATION}/services`, {
    status: 200,
    body,
  });
  const args = ['grant', 'list', USER, ORGANISATION];
  expect(await cells(...args)).toEqual([SERVICE, 'A, B', 'k=v, kitchen=12']);
  expect(JSON.parse((await gatehouse(...args, '--json')).out)).toEqual(body);
});

test('policies: conditions as they are given', async () => {
  const conditions = [
    { field: 'organisation.category.id', operator: 'is', value: ['001', '002'] },
    { field: 'organisation.status.id', operator: 'is_not', value: ['9'] },
  ];
  const body = { policies: [{ id: 'schools', name: 'Schools', roles: [], conditions }], ...PAGE };
  platform().answer(`GET /manage/services/${SERVICE}/policies`, { status: 200, body });
  const row = await cells('policy', 'list', SERVICE);
  expect(row?.at(-1)).toBe('organisation.category.id is 001,002; organisation.status.id is_not 9');
});

test('memberships: roles by the names that they are given by', async () => {
  const organisations = [
    { id: ORGANISATION, roleId: 10_000 },
    { id: SERVICE, roleId: 0 },
  ];
  platform().answer(`GET /manage/users/${USER}/organisations`, {
    status: 200,
    body: { organisations, ...PAGE },
  });
  const { out } = await gatehouse('user', 'organisations', USER);
  const rows = out.split('\n').slice(1, 3);
  expect(rows).toEqual([`${ORGANISATION}  approver`, `${SERVICE}  end-user`]);
});
