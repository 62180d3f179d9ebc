import { columnsOf } from './columns.ts';
import { giasEstablishments } from './gias-establishments.ts';

const values: Record<string, string> = {
  URN: '100000',
  'LA (code)': '201',
  'LA (name)': 'City of London',
  EstablishmentNumber: '14',
  EstablishmentName: ' The Aldgate School ',
  'TypeOfEstablishment (code)': '2',
  'EstablishmentStatus (code)': '1',
  'EstablishmentStatus (name)': 'Open',
  OpenDate: '01-09-1710',
  CloseDate: '01-01-1900',
  'TypeOfEstablishment (name)': 'Voluntary aided school',
  'EstablishmentTypeGroup (name)': 'Local authority maintained schools',
  'DistrictAdministrative (code)': 'E09000001',
  'DistrictAdministrative (name)': 'City of London',
  'PhaseOfEducation (code)': '2',
  StatutoryLowAge: '3',
  StatutoryHighAge: '11',
  UKPRN: '10079319',
  Street: "St James's Passage",
  Locality: 'NULL',
  Address3: '',
  Town: 'London',
  'County (name)': ' ',
  Postcode: 'EC3A 5DE',
  TelephoneNum: '2072831147',
  'GOR (code)': 'H',
};

function read(changes: Record<string, string> = {}, without: string[] = []) {
  const all = Object.entries({ ...values, ...changes }).filter(([name]) => !without.includes(name));
  const row = columnsOf(all.map(([name]) => name)).rowOf(all.map(([, value]) => value));
  const organisation = giasEstablishments.read(row);
  return organisation === 'faulty' ? { fault: row.faults.join('; ') } : organisation;
}

describe('a row of the register of schools', () => {
  test('becomes an establishment, with the zeros that a spreadsheet took off', () => {
    expect(read()).toEqual({
      key: '100000',
      changes: {
        urn: '100000',
        name: 'The Aldgate School',
        category: '001',
        status: 1,
        type: '02',
        OpenedOn: '1710-09-01',
        closedOn: undefined,
        ukprn: '10079319',
        establishmentNumber: '0014',
        telephone: '2072831147',
        statutoryLowAge: 3,
        statutoryHighAge: 11,
        phaseOfEducation: 2,
        regionCode: 'H',
        DistrictAdministrativeCode: 'E09000001',
        DistrictAdministrativeName: 'City of London',
        GIASProviderType: 'Voluntary aided school',
        providerTypeName: 'Local authority maintained schools',
        GIASStatus: 1,
        GIASStatusName: 'Open',
        SourceSystem: 'GIAS',
        address: "St James's Passage, London, EC3A 5DE",
      },
      authority: { code: '201', name: 'City of London' },
      mayBeAdded: true,
    });
  });

  test.each([
    ['31-08-2012', '2012-08-31'],
    ['31/08/2012', '2012-08-31'],
    ['29-02-2024', '2024-02-29'],
    ['NULL', undefined],
    ['', undefined],
    ['01-01-1900', undefined],
  ])('the date %s is %s', (text, closedOn) => {
    expect(read({ CloseDate: text })).toMatchObject({ changes: { closedOn } });
  });

  test.each([
    ['0', 0],
    ['011', 11],
    ['999', 999],
    ['1000', undefined],
    ['12345678901', undefined],
    ['-1', undefined],
    ['-0', undefined],
  ])('the age %s is %s', (text, statutoryHighAge) => {
    expect(read({ StatutoryHighAge: text })).toMatchObject({ changes: { statutoryHighAge } });
  });

  test('a column that the file lacks says nothing of its member', () => {
    const lacking = read({}, ['TelephoneNum', 'LA (code)', 'CloseDate']);
    expect(lacking).not.toHaveProperty('authority');
    expect(lacking).not.toHaveProperty('changes.telephone');
    expect(lacking).not.toHaveProperty('changes.closedOn');
    expect(read({ 'LA (code)': '' })).toHaveProperty('authority', undefined);
  });

  test('created in error adds nothing', () => {
    expect(read({ 'EstablishmentStatus (code)': '9' })).toMatchObject({
      mayBeAdded: false,
      changes: { status: 9 },
    });
  });

  test.each([
    [{ URN: 'abc' }, 'URN is not a number'],
    [{ URN: '' }, 'URN is missing'],
    [{ EstablishmentName: '  ' }, 'EstablishmentName is missing'],
    [{ EstablishmentName: 'x'.repeat(256) }, 'EstablishmentName is longer than 255 characters'],
    [{ EstablishmentName: 'a\u0007b' }, 'EstablishmentName holds control characters'],
    [{ EstablishmentName: 'a\uFFFDb' }, 'EstablishmentName holds bytes that are not in the charset'],
    [{ 'EstablishmentStatus (code)': '7' }, 'EstablishmentStatus (code) is not known'],
    [{ CloseDate: '31-02-2020' }, 'CloseDate is not a date'],
    [{ StatutoryLowAge: 'three' }, 'StatutoryLowAge is not a number'],
    [{ UKPRN: '1'.repeat(26) }, 'UKPRN is longer than 25 characters'],
    [{ 'LA (name)': 'x'.repeat(256) }, 'LA (name) is longer than 255 characters'],
    [{ URN: 'abc', CloseDate: 'soon' }, 'URN is not a number; CloseDate is not a date'],
  ])('%j is faulty', (changes, fault) => {
    expect(read(changes)).toEqual({ fault });
  });
});
