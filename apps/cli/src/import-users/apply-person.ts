import { type JsonRecord, recordOf, recordsOf, textOf } from '../answers.ts';
import { Refused } from '../failures.ts';
import { type OperatorApi, path } from '../operator-api.ts';
import { changedBody } from '../put-changes.ts';
import type { References } from '../references.ts';
import type { PersonRow } from './person-row.ts';

/** What became of one thing that a row asks for. */
export type Outcome = 'created' | 'updated' | 'unchanged';
export type Kind = 'users' | 'memberships' | 'grants';
/** Told of everything as it is done, so that what a row did before it failed is counted as well. */
export type Tell = (kind: Kind, outcome: Outcome) => void;

async function read(api: OperatorApi, target: string): Promise<JsonRecord | undefined> {
  try {
    const { id: _, ...members } = recordOf((await api.call('GET', target)).body);
    return members;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

/** Puts the changes where they change anything. */
async function bring(
  api: OperatorApi,
  target: string,
  changes: (held: JsonRecord) => JsonRecord,
): Promise<Outcome> {
  const held = await read(api, target);
  const wanted = changedBody(held ?? {}, changes(held ?? {}));
  if (held !== undefined && JSON.stringify(wanted) === JSON.stringify(held)) return 'unchanged';
  await api.call('PUT', target, { json: wanted });
  return held === undefined ? 'created' : 'updated';
}

async function userOf(api: OperatorApi, row: PersonRow, tell: Tell): Promise<string> {
  const { email, givenName, familyName } = row;
  const list = recordOf((await api.call('GET', '/manage/users', { query: { email } })).body);
  const [found] = recordsOf(list.users);
  if (found !== undefined) {
    tell('users', 'unchanged');
    return textOf(found, 'id');
  }
  const json = { email, given_name: givenName, family_name: familyName };
  const made = recordOf((await api.call('POST', '/manage/users', { json })).body);
  tell('users', 'created');
  return textOf(made, 'id');
}

/**
 * Does what a row asks for: makes the user where the email is nobody's, then the membership, then the grant. What is
 * there already stays: a user's names, a role that the row does not name, further role codes of a grant. Doing it again
 * changes nothing. Throws Refused where the platform does.
 */
export async function applyPerson(
  api: OperatorApi,
  references: References,
  row: PersonRow,
  tell: Tell,
): Promise<void> {
  const { organisation, roleId, service, roles } = row;
  // Looked up before anything is made, so that a row that names what is not there does nothing.
  const organisationId = organisation && (await references.organisation(organisation));
  const serviceId = service && (await references.service(service));
  const userId = await userOf(api, row, tell);
  if (organisationId === undefined || organisationId === '') return;

  const membership = path`/manage/users/${userId}/organisations/${organisationId}`;
  const asMember = (held: JsonRecord) => ({ roleId: roleId ?? held.roleId ?? 0 });
  tell('memberships', await bring(api, membership, asMember));
  if (serviceId === undefined || serviceId === '') return;

  const grant = `${membership}${path`/services/${serviceId}`}`;
  const withRoles = (held: JsonRecord) => {
    const before = Array.isArray(held.roles) ? held.roles : [];
    return { roles: [...new Set([...before, ...roles])] };
  };
  tell('grants', await bring(api, grant, withRoles));
}
