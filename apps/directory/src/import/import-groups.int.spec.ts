import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeEach(async () => {
  directory = await startedDirectory();
});
afterEach(() => directory.close());

async function found(query: string) {
  const { body } = await directory.request('GET', `/manage/organisations?${query}`);
  return body.organisations[0];
}

describe('importing groups', () => {
  const header =
    'Group UID,Group Name,Companies House Number,Group Type (code),Closed Date,Group Status (code),Group Street,' +
    'Group Locality,Group Town,Group County,Group Postcode,UKPRN,Group Type,Group Status,Open date,' +
    'Incorporated on (open date)';

  test('trusts become organisations, other groups are none here', async () => {
    const text = [
      header,
      '1128,THE HERMITAGE SCHOOL,08811135,10,05/10/2021,CLOSED,73 Minehead Road,,Harrow,Not recorded,HA2 9DS,10060695,Single-academy trust,Closed,,20/11/2013',
      '2044,ABBEY ACADEMIES TRUST,07318714,6,,OPEN,Abbey Road,,Bourne,Not recorded,PE10 9EP,10058308,,,,',
      '1000,A Federation,,01,,OPEN,,,,Not recorded,,,,,,',
      '2045,A mistake,,11,,CREATED_IN_ERROR,,,,Not recorded,,,,,,',
      '2046,What is that,,06,,SLEEPING,,,,Not recorded,,,,,,',
    ].join('\r\n');
    const { body } = await directory.import('gias-groups', text);
    expect(body).toEqual({
      read: 5,
      created: 3,
      updated: 0,
      unchanged: 0,
      ignored: 1,
      missing: 0,
      missingIds: [],
      rejected: [{ line: 6, reason: 'Group Status (code) is not known' }],
    });
    expect(await found('uid=1128')).toMatchObject({
      category: '013',
      status: 2,
      companyRegistrationNumber: '08811135',
      ukprn: '10060695',
      address: '73 Minehead Road, Harrow, HA2 9DS',
      closedOn: '2021-10-05',
      OpenedOn: '2013-11-20',
      GIASProviderType: 'Single-academy trust',
      GIASStatus: 2,
      GIASStatusName: 'Closed',
      SourceSystem: 'GIAS',
    });
    expect(await found('uid=2044')).toMatchObject({ category: '010', status: 1 });
    expect(await found('uid=2045')).toMatchObject({ category: '014', status: 9 });
    expect((await directory.import('gias-groups', text)).body).toMatchObject({ created: 0, unchanged: 3 });
  });
});
