import { faultsOfGrant, isBlank, isPlainText, type PresentUser } from '@gatehouse/contracts';
import { type JsonRecord, recordOf, recordsOf, textOf } from '../../api/answers.ts';
import { type OperatorApi, path } from '../../api/operator-api.ts';
import { changedBody } from '../../api/put-changes.ts';
import type { References } from '../../api/references.ts';
import { Refused } from '../../failures.ts';
import type { Catalogue } from './catalogue.ts';
import type { PersonRow } from './person-row.ts';

/** The outcome for one record of a row. */
export type Outcome = 'created' | 'updated' | 'unchanged';

/** A record to put, and its outcome. */
export interface Change {
  /** The id that ends its path. */
  id: string;
  outcome: Outcome;
  json: JsonRecord;
}

/** The planned changes of a row; nothing is written yet. */
export interface Plan {
  user: { id: string } | { json: JsonRecord };
  membership?: Change;
  grant?: Change;
}

/** What planning a row reads from. */
export interface Registers {
  api: OperatorApi;
  references: References;
  catalogue: Catalogue;
}

const NAME_MAX = 255;
/** The id of a user who does not exist yet: no policy can name it. */
const NOBODY = '';

function faultsOfName(column: string, name: string): string[] {
  if (isBlank(name)) return [`${column} is blank`];
  if (name.length > NAME_MAX) return [`${column} is longer than ${NAME_MAX} characters`];
  return isPlainText(name) ? [] : [`${column} holds control characters`];
}

async function read(api: OperatorApi, target: string): Promise<JsonRecord | undefined> {
  try {
    const { id: _, ...members } = recordOf((await api.call('GET', target)).body);
    return members;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

function changeOf(id: string, held: JsonRecord | undefined, changes: JsonRecord): Change {
  const json = changedBody(held ?? {}, changes);
  if (held === undefined) return { id, outcome: 'created', json };
  return { id, outcome: JSON.stringify(json) === JSON.stringify(held) ? 'unchanged' : 'updated', json };
}

/** The person as policies see them, in the one organisation that the row names. */
function personOf(
  found: JsonRecord | undefined,
  row: PersonRow,
  organisationId: string,
  membership: JsonRecord,
) {
  const epoch = new Date(0).toISOString();
  const held = {
    organisationId,
    roleId: membership.roleId === 10000 ? (10000 as const) : (0 as const),
    incarnation: 0,
    createdAt: epoch,
    updatedAt: epoch,
  };
  const user: PresentUser = {
    id: found === undefined ? NOBODY : textOf(found, 'id'),
    state: 'present',
    status: found?.status === 0 ? 0 : 1,
    email: found === undefined ? row.email : textOf(found, 'email'),
    givenName: found === undefined ? row.givenName : textOf(found, 'given_name'),
    familyName: found === undefined ? row.familyName : textOf(found, 'family_name'),
    memberships: [held],
    answered: [],
    createdAt: epoch,
    updatedAt: epoch,
  };
  return { user, membership: held };
}

const rolesOf = (grant: JsonRecord | undefined) =>
  Array.isArray(grant?.roles) ? grant.roles.map(String) : [];

/**
 * Plans the changes of a row. What exists stays: a user's names, a role that the row does not name, further role codes of a
 * grant. Throws Refused with every fault where the platform would refuse a part: names, organisation, service, roles and
 * policies are checked before anything is written.
 */
export async function planPerson({ api, references, catalogue }: Registers, row: PersonRow): Promise<Plan> {
  const { email, givenName, familyName } = row;
  const organisationId = row.organisation && (await references.organisation(row.organisation));
  const serviceId = row.service && (await references.service(row.service));
  const organisation = organisationId && (await catalogue.organisation(organisationId));
  const service = serviceId && (await catalogue.service(serviceId));
  const users = recordOf((await api.call('GET', '/manage/users', { query: { email } })).body).users;
  const [found] = recordsOf(users);
  const faults =
    found === undefined
      ? [...faultsOfName('given_name', givenName), ...faultsOfName('family_name', familyName)]
      : [];
  const plan: Plan = {
    user:
      found === undefined
        ? { json: { email, given_name: givenName, family_name: familyName } }
        : { id: textOf(found, 'id') },
  };

  if (organisationId && organisation) {
    const target = found && path`/manage/users/${textOf(found, 'id')}/organisations/${organisationId}`;
    const heldMembership = target === undefined ? undefined : await read(api, target);
    plan.membership = changeOf(organisationId, heldMembership, {
      roleId: row.roleId ?? heldMembership?.roleId ?? 0,
    });
    if (serviceId && service) {
      const heldGrant =
        target === undefined || heldMembership === undefined
          ? undefined
          : await read(api, `${target}${path`/services/${serviceId}`}`);
      const roles = [...new Set([...rolesOf(heldGrant), ...row.roles])];
      plan.grant = changeOf(serviceId, heldGrant, { roles });
      const basis = { service, organisation, ...personOf(found, row, organisationId, plan.membership.json) };
      faults.push(
        ...faultsOfGrant(heldGrant && { roles: rolesOf(heldGrant) }, roles, basis).map(inWordsOf(roles)),
      );
    }
  }
  if (faults.length > 0) throw new Refused(faults, 400);
  return plan;
}

/** The API names a role by its index in the request, which the user does not see. */
function inWordsOf(roles: readonly string[]): (fault: string) => string {
  return (fault) =>
    fault.replace(/^roles\[(\d+)\]: /, (_, index) => `service_roles: ${roles[Number(index)]}: `);
}
