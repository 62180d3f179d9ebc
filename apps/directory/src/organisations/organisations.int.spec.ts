import { newId } from '@gatehouse/runtime';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

const path = (id: string) => `/manage/organisations/${id}`;
const plain = { name: 'Plain', category: '001', status: 1 };
const full = {
  ...plain,
  name: 'Égalité School',
  type: '01',
  urn: '900001',
  uid: '800001',
  upin: '700001',
  ukprn: '10000001',
  establishmentNumber: '0042',
  companyRegistrationNumber: '01234567',
  closedOn: '2024-02-29',
  address: '1 Road, Town',
  telephone: '020 7946 0000',
  statutoryLowAge: 3,
  statutoryHighAge: 11,
  phaseOfEducation: 2,
  regionCode: 'H',
  legacyId: '1031237',
  PIMSProviderTypeCode: 11,
  PIMSStatusName: '',
  LegalName: 'Égalité School Ltd',
};

describe('reference data', () => {
  test('every client may read it, the operator has no service here', async () => {
    const categories = await directory.request('GET', '/organisations/categories', undefined, CLIENT);
    expect(categories.status).toBe(200);
    expect(categories.body).toHaveLength(15);
    expect(categories.body.slice(0, 2)).toEqual([
      { id: '001', name: 'Establishment' },
      { id: '002', name: 'Local Authority' },
    ]);
    const types = await directory.request('GET', '/organisations/establishment-types', undefined, CLIENT);
    const codes = types.body.map(({ id }: { id: string }) => id);
    expect(codes).toEqual([...codes].sort());
    expect(types.body).toContainEqual({ id: '57', name: 'Academy secure 16 to 19' });
    for (const url of ['/organisations/categories', '/organisations/establishment-types']) {
      expect((await directory.request('GET', url)).status).toBe(403);
      expect((await directory.anonymously('GET', url)).status).toBe(401);
    }
  });
});

describe('who may', () => {
  const calls = [
    ['GET', '/manage/organisations'],
    ['GET', path(newId())],
    ['PUT', path(newId())],
    ['POST', `${path('import')}?source=gias-establishments`],
  ] as const;

  test.each(calls)(
    '%s %s: 401 without a credential, 403 for a client, and nothing is written',
    async (method, url) => {
      const before = await directory.eventCount();
      expect((await directory.anonymously(method, url)).status).toBe(401);
      const body = method === 'GET' ? undefined : plain;
      expect((await directory.request(method, url, body, CLIENT)).status).toBe(403);
      expect(await directory.eventCount()).toBe(before);
    },
  );
});

describe('making and replacing', () => {
  test('201 with every member, the same again, and without what is left out', async () => {
    const id = newId();
    const created = await directory.request('PUT', path(id), full);
    expect([created.status, created.body]).toEqual([201, { id, ...full }]);
    expect((await directory.request('GET', path(id.toLowerCase()))).body).toEqual({ id, ...full });
    expect((await directory.request('PUT', path(id), full)).status).toBe(200);
    expect(await directory.eventsOf(id)).toHaveLength(1);
    const replaced = await directory.request('PUT', path(id), plain);
    expect([replaced.status, replaced.body]).toEqual([200, { id, ...plain }]);
    // What was given up is free again.
    expect((await directory.request('PUT', path(newId()), { ...plain, urn: full.urn })).status).toBe(201);
  });

  test.each(['urn', 'uid'])('409 where the %s is taken', async (member) => {
    const body = { ...plain, [member]: '600001' };
    expect((await directory.request('PUT', path(newId()), body)).status).toBe(201);
    const taken = await directory.request('PUT', path(newId()), body);
    expect([taken.status, taken.body.detail]).toEqual([
      409,
      `${member}: another organisation has this value`,
    ]);
  });

  test('two may have one UKPRN', async () => {
    for (const id of [newId(), newId()]) {
      expect((await directory.request('PUT', path(id), { ...plain, ukprn: '10000009' })).status).toBe(201);
    }
    const found = await directory.request('GET', '/manage/organisations?ukprn=10000009');
    expect(found.body.numberOfRecords).toBe(2);
  });

  test.each([
    [{}, ['name: is missing', 'category: is missing', 'status: is missing']],
    [{ ...plain, category: '005' }, [expect.stringMatching(/^category: should be one of 001, 002/)]],
    [{ ...plain, status: 7 }, ['status: should be one of 0, 1, 2, 3, 4, 5, 6, 8, 9, 10']],
    [{ ...plain, status: '1' }, [expect.stringMatching(/^status: should be one of/)]],
    [{ ...plain, type: '99' }, [expect.stringMatching(/^type: should be one of/)]],
    [{ ...plain, closedOn: '2023-02-29' }, ['closedOn: should be a calendar date, YYYY-MM-DD']],
    [{ ...plain, closedOn: '29/02/2024' }, ['closedOn: should be a calendar date, YYYY-MM-DD']],
    [{ ...plain, urn: 'x'.repeat(26), uid: '' }, ['urn: should be at most 25 characters', 'uid: is blank']],
    [{ ...plain, statutoryLowAge: 3.5 }, ['statutoryLowAge: should be a whole number']],
    [{ ...plain, regionCode: 'Q' }, [expect.stringMatching(/^regionCode: should be one of/)]],
    [
      { ...plain, name: 'x'.repeat(256), id: newId() },
      ['name: should be at most 255 characters', 'id: is not known here'],
    ],
  ])('400 for %j', async (body, errors) => {
    const answer = await directory.request('PUT', path(newId()), body);
    expect([answer.status, answer.body.errors]).toEqual([400, errors]);
  });

  test('what an import brought may be put again: an age that can be none is not taken', async () => {
    const columns =
      'URN,EstablishmentName,EstablishmentStatus (code),TypeOfEstablishment (code),StatutoryLowAge,StatutoryHighAge';
    await directory.import(
      'gias-establishments',
      `${columns}
900099,A School,1,01,1000,123456789
`,
    );
    const { body } = await directory.request('GET', '/manage/organisations?urn=900099');
    const { id, ...held } = body.organisations[0];
    expect(held).not.toHaveProperty('statutoryHighAge');
    const put = await directory.request('PUT', path(id), { ...held, name: 'Renamed' });
    expect([put.status, put.body]).toEqual([200, { id, ...held, name: 'Renamed' }]);
  });

  test('404 for what is not there, 405 for what can be done to none', async () => {
    expect((await directory.request('GET', path(newId()))).status).toBe(404);
    const posted = await directory.request('POST', path(newId()), {});
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, DELETE']);
  });
});

describe('finding', () => {
  const ids = [newId(), newId(), newId()] as const;
  const find = async (query: string) => {
    const { body } = await directory.request('GET', `/manage/organisations?${query}`);
    return body.organisations.map(({ id }: { id: string }) => id);
  };

  beforeAll(async () => {
    const [a, b, c] = ids;
    const bodies = [
      [a, { name: 'Öland Primary', urn: '500001', ukprn: '50000001' }],
      [b, { name: 'öland secondary', uid: '500002', ukprn: '50000001' }],
      [c, { name: 'Not Öland', upin: '500003' }],
    ] as const;
    for (const [id, body] of bodies) {
      expect((await directory.request('PUT', path(id), { ...plain, ...body })).status).toBe(201);
    }
  });

  test.each([
    ['urn=500001', [0]],
    ['uid=500002', [1]],
    ['upin=500003', [2]],
    ['ukprn=50000001', [0, 1]],
    ['ukprn=50000001&uid=500002', [1]],
    ['urn=500001&uid=500002', []],
    [`name=${encodeURIComponent('ÖLAND')}`, [0, 1]],
    [`name=${encodeURIComponent('öland s')}`, [1]],
    ['name=land', []],
  ])('%s', async (query, order) => {
    expect(await find(query)).toEqual(order.map((index) => ids[index]));
  });

  test('all of them by their names, page by page', async () => {
    const first = await directory.request('GET', '/manage/organisations?pageSize=2');
    const found: string[] = [];
    for (let page = 1; page <= first.body.numberOfPages; page++)
      found.push(...(await find(`pageSize=2&page=${page}`)));
    expect(found).toHaveLength(first.body.numberOfRecords);
    expect(new Set(found).size).toBe(found.length);
  });
});
