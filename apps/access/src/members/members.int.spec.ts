import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { grantsCollection } from '../grants/grants.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, user } from '../testing/neighbours.ts';
import { asSupporter, schoolsOf, signedIn } from '../testing/school-under-test.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
const schools = schoolsOf(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const at = (oid: string, rest = '') => `/me/organisations/${oid}${rest}`;
const memberAt = (oid: string, uid: string, rest = '') => at(oid, `/members/${uid}${rest}`);
const grantAt = (oid: string, uid: string, sid: string) => memberAt(oid, uid, `/services/${sid}`);
const get = (caller: Caller | undefined, path: string) => access.request(caller, 'GET', path);
const put = (caller: Caller, path: string, roles: readonly string[] = []) =>
  access.request(caller, 'PUT', path, { roles });
const remove = (caller: Caller | undefined, path: string) => access.request(caller, 'DELETE', path);

async function mealsWithRoles(more: object = {}) {
  const { id } = await make.service(more);
  await make.role(id, 'COOK');
  await make.role(id, 'EATER');
  await make.role(id, 'GONE', 'Inactive');
  return id;
}

/** What is stored of grants: any write changes it. */
async function grantsStored() {
  const page = await access.store.collection(grantsCollection).find({ limit: 1_000 });
  return page.map(({ _id, version }) => `${_id} ${version}`);
}

describe('who may', () => {
  test('each caller, in the order of the refusals, and nothing is written', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles();
    expect((await put(signedIn(ann), grantAt(oid, eve, sid))).status).toBe(201);
    const elsewhere = await schools.organisation();
    const inactive = await schools.person(oid, 10_000, { status: 0 });
    const callers: [string, Caller | undefined, number][] = [
      ['nobody', undefined, 401],
      ['a client', { kind: 'client', serviceId: sid, clientId: 'meals' }, 403],
      ['the operator', { kind: 'operator' }, 403],
      ['who was removed', signedIn(await schools.removed()), 401],
      ['a deactivated approver', signedIn(inactive), 403],
      ['a stranger', signedIn(await schools.person()), 403],
      ['an end user', signedIn(eve), 403],
      ['an approver of another', signedIn(await schools.person(elsewhere, 10_000)), 403],
    ];
    const before = await grantsStored();
    const calls = (oid: string): [string, string][] => [
      ['GET', memberAt(oid, eve)],
      ['GET', memberAt(oid, eve, '/services')],
      ['GET', at(oid, '/services')],
      ['PUT', grantAt(oid, eve, sid)],
      ['DELETE', grantAt(oid, eve, sid)],
    ];
    for (const [name, caller, status] of callers) {
      for (const [method, path] of calls(oid)) {
        const body = method === 'PUT' ? { roles: 'none' } : undefined;
        const answer = await access.request(caller, method, path, body);
        expect([name, method, path, answer.status]).toEqual([name, method, path, status]);
      }
      const isPerson = caller?.kind === 'person' && status !== 401;
      for (const [method, path] of calls(newId())) {
        const answer = await access.request(caller, method, path);
        expect([name, method, answer.status]).toEqual([name, method, isPerson ? 404 : status]);
      }
    }
    for (const hidden of [await schools.organisation(0), await schools.organisation(9), 'no-id']) {
      for (const [method, path] of calls(hidden)) {
        expect((await access.request(asSupporter(ann), method, path)).status).toBe(404);
      }
    }
    expect(await grantsStored()).toEqual(before);
    const { body } = await get(signedIn(inactive), memberAt(oid, eve));
    expect(body.detail).toBe('This account is not active');
  });
});

describe('a member', () => {
  test('is shown as the organisation knows them: nothing of elsewhere, nothing hidden', async () => {
    const { oid, ann, eve } = await schools.school();
    const other = await schools.organisation();
    const memberships = [membership(oid, 1_000), membership(other, 1_000)];
    await schools.publishUser(user(eve, { memberships }));
    const meals = await mealsWithRoles({ name: 'Meals' });
    const attendance = await mealsWithRoles({ name: 'Attendance' });
    const hidden = await mealsWithRoles({ params: { hiddenFromApprovers: 'true' } });
    const console = '0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C001';
    for (const [organisation, service, roles] of [
      [oid, meals, ['EATER', 'COOK']],
      [oid, attendance, []],
      [oid, hidden, ['COOK']],
      [oid, console, ['support']],
      [other, meals, ['COOK']],
    ] as const) {
      const granted = await access.operator('PUT', grantPath(eve, organisation, service), { roles });
      expect(granted.status).toBe(201);
    }
    const services = [
      { serviceId: attendance, name: 'Attendance', roles: [] },
      { serviceId: meals, name: 'Meals', roles: ['EATER', 'COOK'] },
    ];
    for (const caller of [signedIn(ann), asSupporter(await schools.person())]) {
      const { status, body } = await get(caller, memberAt(oid, eve.toLowerCase()));
      expect([status, body]).toEqual([
        200,
        {
          ...{
            userId: eve,
            given_name: 'Ada',
            family_name: 'Park',
            email: `${eve.toLowerCase()}@example.org`,
          },
          ...{ status: 1, roleId: 0, since: expect.any(String), services },
        },
      ]);
      const list = await get(caller, memberAt(oid, eve, '/services?pageSize=1&page=2'));
      const page = { services: services.slice(1), numberOfRecords: 2, page: 2, numberOfPages: 2 };
      expect([list.status, list.body]).toEqual([200, page]);
    }
  });

  test('404, the same for who is none as for nobody', async () => {
    const { oid, ann } = await schools.school();
    const sid = await mealsWithRoles();
    for (const uid of [await schools.person(), newId()]) {
      for (const answer of [
        await get(signedIn(ann), memberAt(oid, uid)),
        await get(signedIn(ann), memberAt(oid, uid, '/services')),
        await put(signedIn(ann), grantAt(oid, uid, sid)),
        await remove(signedIn(ann), grantAt(oid, uid, sid)),
      ]) {
        expect([answer.status, answer.body.detail]).toEqual([404, 'There is no such member']);
      }
    }
  });
});

describe('granting', () => {
  test('201, 200, the same again without an event, and taken away', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles({ name: 'Meals' });
    const path = grantAt(oid, eve, sid);
    const made = await put(signedIn(ann), path, ['COOK']);
    expect([made.status, made.body]).toEqual([201, { serviceId: sid, name: 'Meals', roles: ['COOK'] }]);
    const stored = async () => {
      const document = await access.store.collection(grantsCollection).get(`${sid}:${oid}:${eve}`);
      if (document === undefined) throw new Error('no grant is stored');
      return document;
    };
    expect(made.headers.change).toBe(`${sid}:${oid}:${eve}:${(await stored()).version}`);
    const changed = await put(signedIn(ann), path, ['EATER']);
    expect([changed.status, changed.body.roles]).toEqual([200, ['EATER']]);
    const again = await put(signedIn(ann), path, ['EATER']);
    expect([again.status, again.headers.change]).toEqual([200, changed.headers.change]);
    const removed = await remove(signedIn(ann), path);
    expect([removed.status, (await stored()).state]).toEqual([
      204,
      expect.objectContaining({ state: 'removed' }),
    ]);
    expect(removed.headers.change).toBe(`${sid}:${oid}:${eve}:${(await stored()).version}`);
    expect((await remove(signedIn(ann), path)).status).toBe(404);
  });

  test('identifiers stay as the operator set them', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles();
    const identifiers = [{ key: 'kitchen', value: '12' }];
    await access.operator('PUT', grantPath(eve, oid, sid), { roles: ['COOK'], identifiers });
    expect((await put(signedIn(ann), grantAt(oid, eve, sid), ['EATER'])).status).toBe(200);
    const { body } = await access.operator('GET', grantPath(eve, oid, sid));
    expect(body).toEqual({ id: sid, roles: ['EATER'], identifiers });
  });

  test('is held to the operator’s rules: policies, inactive and unknown roles, each named', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles();
    const faulty = await put(signedIn(ann), grantAt(oid, eve, sid), ['GONE', 'NONE', 'COOK']);
    expect([faulty.status, faulty.body.errors]).toEqual([
      400,
      ['roles[0]: the role GONE is inactive', 'roles[1]: the service has no such role'],
    ]);
    const policy = {
      name: 'Suppliers',
      conditions: [{ field: 'organisation.category.id', operator: 'is', value: ['050'] }],
      roles: ['COOK'],
    };
    await access.operator('PUT', `/manage/services/${sid}/policies/suppliers`, policy);
    const excluded = await put(signedIn(ann), grantAt(oid, eve, sid));
    expect([excluded.status, excluded.body.errors]).toEqual([
      400,
      ['The policy "Suppliers" does not admit this user here'],
    ]);
    const shape = await access.request(signedIn(ann), 'PUT', grantAt(oid, eve, sid), {
      roles: 'COOK',
      identifiers: [],
    });
    expect([shape.status, shape.body.errors]).toEqual([
      400,
      ['roles: should be a list', 'identifiers: is not known here'],
    ]);
  });

  test('a hidden service is refused, and so are the platform’s own: 403; an unknown one is 404', async () => {
    const { oid, ann, eve } = await schools.school();
    const hidden = await mealsWithRoles({ params: { hiddenFromApprovers: 'true' } });
    const before = await grantsStored();
    const own = ['0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C001', '0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C002'];
    for (const caller of [signedIn(ann), asSupporter(ann), asSupporter(await schools.person())]) {
      for (const sid of [hidden, ...own]) {
        expect((await put(caller, grantAt(oid, eve, sid), ['support'])).status).toBe(403);
        expect((await remove(caller, grantAt(oid, eve, sid))).status).toBe(403);
      }
      expect((await put(caller, grantAt(oid, eve, newId()))).status).toBe(404);
    }
    expect(await grantsStored()).toEqual(before);
  });

  test('an approver grants to themselves; a supporter does not, unless they are an approver there', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles();
    expect((await put(signedIn(ann), grantAt(oid, ann, sid))).status).toBe(201);
    expect((await put(asSupporter(ann), grantAt(oid, ann, sid), ['COOK'])).status).toBe(200);
    expect((await put(asSupporter(eve), grantAt(oid, eve, sid))).status).toBe(403);
    expect((await put(asSupporter(await schools.person()), grantAt(oid, eve, sid))).status).toBe(201);
  });

  test('in a closed organisation nothing is granted or changed, and all can be taken away', async () => {
    const { oid, ann, eve } = await schools.school();
    const sid = await mealsWithRoles();
    expect((await put(signedIn(ann), grantAt(oid, eve, sid), ['COOK'])).status).toBe(201);
    await schools.publishOrganisation(oid, { status: 2 });
    await eventually(async () => {
      const { body } = await get(signedIn(ann), '/me');
      if (body.organisations[0].status !== 2) throw new Error('not known to be closed yet');
    });
    expect((await put(signedIn(ann), grantAt(oid, ann, sid))).status).toBe(409);
    expect((await put(signedIn(ann), grantAt(oid, eve, sid), [])).status).toBe(409);
    expect((await put(signedIn(ann), grantAt(oid, eve, sid), ['COOK'])).status).toBe(200);
    expect((await get(signedIn(ann), memberAt(oid, eve))).status).toBe(200);
    expect((await remove(signedIn(ann), grantAt(oid, eve, sid))).status).toBe(204);
  });
});

describe('what can be granted', () => {
  test('active services whose policies allow the organisation, with the active roles that they allow', async () => {
    const { oid, ann } = await schools.school();
    const open = await mealsWithRoles({ name: 'Open to all' });
    const cooks = await mealsWithRoles({ name: 'For cooks of schools' });
    const excluded = await mealsWithRoles();
    const disabled = await mealsWithRoles({ status: 0 });
    const hidden = await mealsWithRoles({ params: { hiddenFromApprovers: 'true' } });
    const policy = (value: string, roles: string[]) => ({
      name: 'Some',
      conditions: [
        { field: 'organisation.category.id', operator: 'is', value: [value] },
        { field: 'email', operator: 'is', value: ['nobody@example.org'] },
      ],
      roles,
    });
    await access.operator('PUT', `/manage/services/${cooks}/policies/p`, policy('001', ['COOK', 'GONE']));
    await access.operator('PUT', `/manage/services/${excluded}/policies/p`, policy('050', ['COOK']));
    const { status, body } = await get(signedIn(ann), at(oid, '/services?pageSize=500'));
    expect(status).toBe(200);
    const listed = new Map(body.services.map((each: { serviceId: string }) => [each.serviceId, each]));
    const [cook, eater] = [
      { code: 'COOK', name: 'COOK' },
      { code: 'EATER', name: 'EATER' },
    ];
    expect(listed.get(open)).toEqual({ serviceId: open, name: 'Open to all', roles: [cook, eater] });
    expect(listed.get(cooks)).toEqual({ serviceId: cooks, name: 'For cooks of schools', roles: [cook] });
    for (const id of [excluded, disabled, hidden]) expect(listed.has(id)).toBe(false);
    expect([...listed.keys()].filter((id) => String(id).startsWith('0D2B6E9A'))).toEqual([]);
    expect(body.numberOfRecords).toBe(listed.size);
  });
});
