import { newId } from '@gatehouse/runtime';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeEach(async () => {
  directory = await startedDirectory();
});
afterEach(() => directory.close());

const HEADER =
  'URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),' +
  'EstablishmentStatus (code),CloseDate,PhaseOfEducation (code),StatutoryLowAge,StatutoryHighAge,UKPRN,Street,' +
  'Locality,Address3,Town,County (name),Postcode,TelephoneNum,GOR (code),SchoolWebsite';

interface School {
  urn: string;
  name?: string;
  status?: string;
  authority?: string;
  authorityName?: string;
  close?: string;
}

function school({ urn, name = `School ${urn}`, status = '1', close = '', ...rest }: School): string {
  const { authority = '201', authorityName = 'City of London' } = rest;
  return (
    `${urn},${authority},"${authorityName}",14,"${name}",2,${status},${close},2,3,11,10079319,St James's Passage,` +
    `,,London,,EC3A 5DE,2072831147,H,http://example.org`
  );
}

function file(...schools: (School | string)[]): string {
  const lines = schools.map((each) => (typeof each === 'string' ? each : school(each)));
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}

async function imported(text: string | Uint8Array<ArrayBuffer>, contentType?: string) {
  const answer = await directory.import('gias-establishments', text, contentType);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function found(query: string) {
  const { body } = await directory.request('GET', `/manage/organisations?${query}`);
  return body.organisations[0];
}

describe('importing establishments', () => {
  test('makes establishments and their authority; the same again changes nothing', async () => {
    const text = file({ urn: '100000', name: 'The Aldgate School', close: '31-08-2012' }, { urn: '100001' });
    expect(await imported(text)).toEqual({
      read: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      missing: 0,
      missingIds: [],
      rejected: [],
      localAuthorities: { created: 1, updated: 0, unchanged: 0 },
    });
    const aldgate = await found('urn=100000');
    expect(aldgate).toEqual({
      id: aldgate.id,
      name: 'The Aldgate School',
      category: '001',
      status: 1,
      type: '02',
      urn: '100000',
      ukprn: '10079319',
      establishmentNumber: '0014',
      closedOn: '2012-08-31',
      address: "St James's Passage, London, EC3A 5DE",
      telephone: '2072831147',
      statutoryLowAge: 3,
      statutoryHighAge: 11,
      phaseOfEducation: 2,
      regionCode: 'H',
      SourceSystem: 'GIAS',
      GIASStatus: 1,
      legacyId: expect.stringMatching(/^\d+$/),
    });
    const authority = await found('name=city of london');
    expect(authority).toEqual({ ...authority, category: '002', status: 1, establishmentNumber: '201' });
    const [event] = await directory.eventsOf(aldgate.id);
    expect(event).toMatchObject({
      actor: 'import',
      data: { state: { associations: [{ type: 'LA', organisationId: authority.id }] } },
    });

    const before = await directory.eventCount();
    expect(await imported(text)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      localAuthorities: { created: 0, updated: 0, unchanged: 1 },
    });
    expect(await directory.eventCount()).toBe(before);
  });

  test('updates what changed once, renames an authority, reports what is missing and leaves it', async () => {
    await imported(file({ urn: '100000' }, { urn: '100001' }, { urn: '100002' }));
    const kept = await found('urn=100000');
    const renamed = { authorityName: 'The City' };
    const report = await imported(
      file({ urn: '100000', status: '2', ...renamed }, { urn: '100001', ...renamed }),
    );
    expect(report).toMatchObject({
      read: 2,
      updated: 1,
      unchanged: 1,
      missing: 1,
      missingIds: [(await found('urn=100002')).id],
      localAuthorities: { created: 0, updated: 1, unchanged: 0 },
    });
    expect(await found('urn=100000')).toEqual({ ...kept, status: 2, GIASStatus: 2 });
    expect(await directory.eventsOf(kept.id)).toHaveLength(2);
    expect(await found('urn=100002')).toBeDefined();
    expect(await found('name=the city')).toMatchObject({ category: '002', establishmentNumber: '201' });
  });

  test('takes over an organisation and an authority that the operator made, and leaves what the file does not say', async () => {
    const [establishment, authority] = [newId(), newId()];
    const made = { name: 'Old', category: '001', status: 4, urn: '100000', upin: '123456', legacyId: '7' };
    await directory.request('PUT', `/manage/organisations/${establishment}`, made);
    const old = { name: 'Old', category: '002', status: 1, establishmentNumber: '201' };
    await directory.request('PUT', `/manage/organisations/${authority}`, old);
    expect(await imported(file({ urn: '100000' }))).toMatchObject({
      updated: 1,
      localAuthorities: { created: 0, updated: 1 },
    });
    expect(await found('urn=100000')).toMatchObject({
      id: establishment,
      name: 'School 100000',
      upin: '123456',
      legacyId: '7',
    });
    expect((await directory.request('GET', `/manage/organisations/${authority}`)).body.name).toBe(
      'City of London',
    );
  });

  test('rejects faulty rows by their lines, and the rest goes on', async () => {
    const report = await imported(
      file(
        { urn: '100000', name: 'Two\r\nlines' },
        { urn: '100001' },
        { urn: 'none' },
        '',
        { urn: '100002', status: '7' },
        { urn: '100003', name: 'x'.repeat(256) },
        { urn: '100001' },
        '100004,too,short',
        '100005,"open',
        { urn: '100006', status: '9' },
        { urn: '100007' },
      ),
    );
    expect(report.rejected).toEqual([
      { line: 2, reason: 'EstablishmentName holds control characters' },
      { line: 5, reason: 'URN is not a number' },
      { line: 7, reason: 'EstablishmentStatus (code) is not known' },
      { line: 8, reason: 'EstablishmentName is longer than 255 characters' },
      { line: 9, reason: 'URN is in line 4 already' },
      { line: 10, reason: 'has 3 values where the header has 21' },
      { line: 11, reason: expect.stringContaining('a quote is') },
      { line: 12, reason: 'created in error: there is nothing to add' },
    ]);
    expect(report).toMatchObject({ read: 10, created: 2, missing: 0 });
    expect(await found('urn=100007')).toBeDefined();
  });

  test('reads Windows-1252 unless a byte order mark or the charset says UTF-8', async () => {
    const text = file({ urn: '100000', name: 'Samarès – École' });
    const windows = Uint8Array.from(text, (character) =>
      character === '–' ? 0x96 : (character.codePointAt(0) ?? 0),
    );
    await imported(windows);
    expect(await found('urn=100000')).toMatchObject({ name: 'Samarès – École' });
    expect(await imported(new TextEncoder().encode(`\uFEFF${text}`))).toMatchObject({ unchanged: 1 });
    expect(await imported(new TextEncoder().encode(text), 'text/csv; charset=UTF-8')).toMatchObject({
      unchanged: 1,
    });
    expect(await imported(windows, 'text/csv; charset=utf-8')).toMatchObject({
      rejected: [{ line: 2, reason: 'EstablishmentName holds bytes that are not in the charset' }],
    });
  });

  test('two at once make everything once', async () => {
    const text = file(...Array.from({ length: 250 }, (_, index) => ({ urn: String(100_000 + index) })));
    const reports = await Promise.all([imported(text), imported(text)]);
    const created = reports.map((report) => report.created);
    expect(created[0] + created[1]).toBe(250);
    const all = await directory.request('GET', '/manage/organisations');
    expect(all.body.numberOfRecords).toBe(251);
  });

  test.each([
    ['an unknown source', 'gias', file({ urn: '1' }), 'text/csv', 400],
    ['no source', '', file({ urn: '1' }), 'text/csv', 400],
    ['a missing key column', 'gias-establishments', 'URN,EstablishmentName\r\n1,a\r\n', 'text/csv', 400],
    ['an empty file', 'gias-establishments', '', 'text/csv', 400],
    ['a header that cannot be read', 'gias-establishments', '"URN"x,y\r\n', 'text/csv', 400],
    ['a strange charset', 'gias-establishments', file({ urn: '1' }), 'text/csv; charset=utf-7', 415],
    ['another type of body', 'gias-establishments', file({ urn: '1' }), 'application/json', 415],
  ])('%s is refused', async (_name, source, text, contentType, status) => {
    const answer = await directory.import(source, text, contentType);
    expect(answer.status).toBe(status);
    expect(await directory.eventCount()).toBe(0);
  });
});
