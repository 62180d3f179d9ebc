/** Who asks: the service that it is about, its parent, its child, its grandparent, … */
export const callers = [
  'own',
  'parent',
  'child',
  'grandparent',
  'stranger',
  'sees all',
  'operator',
  'nobody',
] as const;
export type CallerName = (typeof callers)[number];

/** What a request is about. `nothing`: its path and body name nothing that belongs to anyone. */
export const subjects = [
  'nothing',
  'theirs',
  'their cursor',
  'an invited user',
  'an open one',
  "in the stranger's place",
  'unknown',
] as const;
export type Subject = (typeof subjects)[number];

/** One operation about one subject, and what each caller is answered. */
export interface Row {
  /** As docs/api/openapi.json has them. */
  method: string;
  pattern: string;
  subject: Subject;
  /** A status. One that ends in `-` is an answer with nothing in it of the service that it is about. */
  cells: Readonly<Record<CallerName, string>>;
}

/**
 * Every operation of the public API, and who is answered what. `theirs` is of a service with a user, an organisation
 * and an announcement; its parent is the parent of no other; the stranger's policies exclude that organisation; `sees
 * all` has `canViewAllUsers` and `canViewApproverReport`; nobody has no token. `in the stranger's place`: the path names
 * the stranger's service, and what is theirs. The delivery that is theirs is an email, which no service sees. Writes
 * whose success sets something in motion stand last.
 */
const TABLE = `
                                                                        |                         | own  | parent | child | grandparent | stranger | sees all | operator | nobody
GET /services/{serviceId}/roles                                         | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
GET /services/{serviceId}/roles                                         | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/organisations/{organisationId}/users/{userId} | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
GET /services/{serviceId}/organisations/{organisationId}/users/{userId} | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/organisations/{organisationId}/users/{userId} | an invited user         | 404  | 404    | 403   | 403         | 403      | 403      | 404      | 401
GET /users/{userId}/organisations                                       | theirs                  | 200  | 200    | 404   | 404         | 404      | 200      | 403      | 401
GET /users/{userId}/organisations                                       | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 403      | 401
GET /users/{userId}/v2/organisations                                    | theirs                  | 200  | 200    | 404   | 404         | 404      | 200      | 403      | 401
GET /users/{userId}/v2/organisations                                    | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 403      | 401
GET /users/{userId}/organisationservices                                | theirs                  | 200  | 200    | 404   | 404         | 404      | 200      | 403      | 401
GET /users/{userId}/organisationservices                                | an invited user         | 200  | 200    | 404   | 404         | 404      | 200      | 403      | 401
GET /users/{userId}/organisationservices                                | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 403      | 401
GET /users                                                              | nothing                 | 200  | 200-   | 200-  | 200-        | 200-     | 200-     | 403      | 401
GET /users/changes                                                      | nothing                 | 200  | 200-   | 200-  | 200-        | 200-     | 200-     | 403      | 401
GET /users/changes                                                      | their cursor            | 200- | 400    | 400   | 400         | 400      | 400      | 403      | 401
GET /users/approvers                                                    | nothing                 | 403  | 403    | 403   | 403         | 403      | 200      | 403      | 401
GET /organisations/{ukprnOrUpin}/users                                  | theirs                  | 200  | 404    | 404   | 404         | 403      | 404      | 403      | 401
GET /organisations/{ukprnOrUpin}/users                                  | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 403      | 401
GET /api/oauth2/sign-in                                                 | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
POST /api/oauth2/callback                                               | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /api/oauth2/end-session                                             | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /api/user                                                           | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
DELETE /api/session                                                     | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /api/user/match-by-email                                            | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /user/match-by-email                                                | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
PUT /api/oidc-users/{subject}                                           | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
PATCH /api/oidc-users/{subject}                                         | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
DELETE /api/oidc-users/{subject}                                        | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /api/attributes                                                     | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
PATCH /api/attributes                                                   | nothing                 | 403  | 403    | 403   | 403         | 403      | 403      | 403      | 401
GET /organisations/categories                                           | nothing                 | 200- | 200-   | 200-  | 200-        | 200-     | 200-     | 403      | 401
GET /organisations/establishment-types                                  | nothing                 | 200- | 200-   | 200-  | 200-        | 200-     | 200-     | 403      | 401
POST /organisations/announcements                                       | theirs                  | 202  | 404    | 404   | 404         | 404      | 404      | 403      | 401
POST /organisations/announcements                                       | nothing                 | 202- | 202-   | 202-  | 202-        | 202-     | 202-     | 403      | 401
DELETE /organisations/announcements/{messageId}                         | theirs                  | 204- | 404    | 404   | 404         | 404      | 404      | 403      | 401
DELETE /organisations/announcements/{messageId}                         | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 403      | 401
GET /services/{serviceId}/invitations                                   | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
GET /services/{serviceId}/invitations                                   | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/invitations/{invitationId}                    | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
GET /services/{serviceId}/invitations/{invitationId}                    | in the stranger's place | 403  | 403    | 403   | 403         | 404      | 403      | 404      | 401
GET /services/{serviceId}/invitations/{invitationId}                    | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/invitations/{invitationId}/resend            | theirs                  | 409  | 409    | 403   | 403         | 403      | 403      | 409      | 401
POST /services/{serviceId}/invitations/{invitationId}/resend            | in the stranger's place | 403  | 403    | 403   | 403         | 404      | 403      | 404      | 401
POST /services/{serviceId}/invitations/{invitationId}/resend            | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
DELETE /services/{serviceId}/invitations/{invitationId}                 | theirs                  | 409  | 409    | 403   | 403         | 403      | 403      | 409      | 401
DELETE /services/{serviceId}/invitations/{invitationId}                 | in the stranger's place | 403  | 403    | 403   | 403         | 404      | 403      | 404      | 401
DELETE /services/{serviceId}/invitations/{invitationId}                 | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
DELETE /services/{serviceId}/invitations/{invitationId}                 | an open one             | 204- | 204-   | 403   | 403         | 403      | 403      | 204-     | 401
GET /services/{serviceId}/deliveries                                    | theirs                  | 200- | 200-   | 403   | 403         | 403      | 403      | 200-     | 401
GET /services/{serviceId}/deliveries                                    | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/deliveries/{deliveryId}                       | theirs                  | 404  | 404    | 403   | 403         | 403      | 403      | 404      | 401
GET /services/{serviceId}/deliveries/{deliveryId}                       | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/deliveries/{deliveryId}/redeliver            | theirs                  | 404  | 404    | 403   | 403         | 403      | 403      | 404      | 401
POST /services/{serviceId}/deliveries/{deliveryId}/redeliver            | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/listen                                        | theirs                  | 200- | 200-   | 403   | 403         | 403      | 403      | 200-     | 401
GET /services/{serviceId}/listen                                        | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/webhook/deliveries                            | theirs                  | 200- | 200-   | 403   | 403         | 403      | 403      | 200-     | 401
GET /services/{serviceId}/webhook/deliveries                            | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/webhook/deliveries/{deliveryId}               | theirs                  | 404  | 404    | 403   | 403         | 403      | 403      | 404      | 401
GET /services/{serviceId}/webhook/deliveries/{deliveryId}               | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/webhook/deliveries/{deliveryId}/redeliver    | theirs                  | 404  | 404    | 403   | 403         | 403      | 403      | 404      | 401
POST /services/{serviceId}/webhook/deliveries/{deliveryId}/redeliver    | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/deliveries/redeliver                         | theirs                  | 202- | 202-   | 403   | 403         | 403      | 403      | 202-     | 401
POST /services/{serviceId}/deliveries/redeliver                         | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
GET /services/{serviceId}/webhook                                       | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
GET /services/{serviceId}/webhook                                       | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
PUT /services/{serviceId}/webhook                                       | theirs                  | 200  | 200    | 403   | 403         | 403      | 403      | 200      | 401
PUT /services/{serviceId}/webhook                                       | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/webhook/test                                 | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
DELETE /services/{serviceId}/webhook                                    | theirs                  | 204- | 204-   | 403   | 403         | 403      | 403      | 204-     | 401
DELETE /services/{serviceId}/webhook                                    | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/invitations                                  | unknown                 | 404  | 404    | 404   | 404         | 404      | 404      | 404      | 401
POST /services/{serviceId}/webhook/test                                 | theirs                  | 202- | 202-   | 403   | 403         | 403      | 403      | 202-     | 401
POST /services/{serviceId}/invitations                                  | theirs                  | 202- | 202-   | 403   | 403         | 403      | 403      | 202-     | 401
`;

function rowOf(line: string): Row {
  const [operation = '', subject = '', ...cells] = line.split('|').map((cell) => cell.trim());
  const [method = '', pattern = ''] = operation.split(' ');
  const known = subjects.find((each) => each === subject);
  if (known === undefined || cells.length !== callers.length) throw new Error(`no row of the table: ${line}`);
  const byCaller = Object.fromEntries(callers.map((caller, n) => [caller, cells[n] ?? '']));
  return { method, pattern, subject: known, cells: byCaller as Row['cells'] };
}

const [heading = '', ...lines] = TABLE.trim().split('\n');
const headings = heading.split('|').flatMap((cell) => cell.trim() || []);
if (headings.join() !== callers.join()) throw new Error('the columns of the table are not the callers');

export const rows: readonly Row[] = lines.map(rowOf);
