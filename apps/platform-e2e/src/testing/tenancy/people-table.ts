import { type PersonName, peopleCallers } from './people.ts';

/** One call of a person about an organisation, and the status that each is answered with. */
export interface PeopleRow {
  method: string;
  /** As docs/api/openapi.json has it. */
  pattern: string;
  /** Whether the organisation is there. */
  subject: 'theirs' | 'unknown';
  cells: Readonly<Record<PersonName, string>>;
}

/**
 * The calls about an organisation and its members, and who is answered what. `theirs` is the organisation of the end user and the
 * approver; the person in the path is the end user. What is taken away is given again for the next caller.
 */
const TABLE = `
                                                                                 |         | deactivated | removed | stranger | end user | of another | approver | supporter
GET /me                                                                          | theirs  | 403         | 401     | 200      | 200      | 200        | 200      | 200
PUT /me/names                                                                    | theirs  | 403         | 401     | 200      | 200      | 200        | 200      | 200
GET /me/services                                                                 | theirs  | 403         | 401     | 200      | 200      | 200        | 200      | 200
GET /me/organisations/search                                                     | theirs  | 403         | 401     | 200      | 200      | 200        | 200      | 200
GET /me/requests                                                                 | theirs  | 403         | 401     | 200      | 200      | 200        | 200      | 200
GET /me/organisations/{organisationId}/requests                                  | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
GET /me/organisations/{organisationId}/requests                                  | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
GET /me/organisations/{organisationId}/members                                   | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
GET /me/organisations/{organisationId}/members                                   | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
GET /me/organisations/{organisationId}/services                                  | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
GET /me/organisations/{organisationId}/services                                  | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
GET /me/organisations/{organisationId}/members/{userId}                          | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
GET /me/organisations/{organisationId}/members/{userId}                          | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
PUT /me/organisations/{organisationId}/members/{userId}                          | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
PUT /me/organisations/{organisationId}/members/{userId}                          | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
GET /me/organisations/{organisationId}/members/{userId}/services                 | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
GET /me/organisations/{organisationId}/members/{userId}/services                 | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
PUT /me/organisations/{organisationId}/members/{userId}/services/{serviceId}     | theirs  | 403         | 401     | 403      | 403      | 403        | 200      | 200
PUT /me/organisations/{organisationId}/members/{userId}/services/{serviceId}     | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
DELETE /me/organisations/{organisationId}/members/{userId}/services/{serviceId}  | theirs  | 403         | 401     | 403      | 403      | 403        | 204      | 204
DELETE /me/organisations/{organisationId}/members/{userId}/services/{serviceId}  | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
DELETE /me/organisations/{organisationId}/members/{userId}                       | theirs  | 403         | 401     | 403      | 403      | 403        | 204      | 204
DELETE /me/organisations/{organisationId}/members/{userId}                       | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
DELETE /me/organisations/{organisationId}/membership                             | theirs  | 403         | 401     | 404      | 204      | 404        | 409      | 404
DELETE /me/organisations/{organisationId}/membership                             | unknown | 404         | 401     | 404      | 404      | 404        | 404      | 404
`;

function rowOf(line: string): PeopleRow {
  const [operation = '', subject, ...cells] = line.split('|').map((cell) => cell.trim());
  const [method = '', pattern = ''] = operation.split(' ');
  if (subject !== 'theirs' && subject !== 'unknown') throw new Error(`no row of the table: ${line}`);
  const byCaller = Object.fromEntries(peopleCallers.map((caller, n) => [caller, cells[n] ?? '']));
  return { method, pattern, subject, cells: byCaller as PeopleRow['cells'] };
}

const [heading = '', ...lines] = TABLE.trim().split('\n');
const headings = heading.split('|').flatMap((cell) => cell.trim() || []);
if (headings.join() !== peopleCallers.join()) throw new Error('the columns of the table are not the callers');

export const peopleRows: readonly PeopleRow[] = lines.map(rowOf);
