import { recordOf, textOf } from '../../api/answers.ts';
import { type OperatorApi, path } from '../../api/operator-api.ts';
import type { PersonRow } from './person-row.ts';
import { type Change, type Outcome, planPerson, type Registers } from './plan-person.ts';

export type Kind = 'users' | 'memberships' | 'grants';
/** Hears of everything as it is done, so that what a row did before it failed is known as well. */
export type OnDone = (kind: Kind, outcome: Outcome) => void;

/** Puts the change where it changes anything. */
async function bring(api: OperatorApi, target: string, { outcome, json }: Change): Promise<Outcome> {
  if (outcome !== 'unchanged') await api.call('PUT', target, { json });
  return outcome;
}

/**
 * Does what a row asks for: makes the user where the email is nobody's, then the membership, then the grant. All of it
 * is checked first, so that a row that cannot be done whole does nothing, but for what changes at that very moment. Doing
 * it again changes nothing. Throws Refused where the platform does not take it.
 */
export async function applyPerson(registers: Registers, row: PersonRow, onDone: OnDone): Promise<void> {
  const { api } = registers;
  const { user, membership, grant } = await planPerson(registers, row);
  const userId =
    'id' in user
      ? user.id
      : textOf(recordOf((await api.call('POST', '/manage/users', { json: user.json })).body), 'id');
  onDone('users', 'id' in user ? 'unchanged' : 'created');
  if (membership === undefined) return;

  const target = path`/manage/users/${userId}/organisations/${membership.id}`;
  onDone('memberships', await bring(api, target, membership));
  if (grant === undefined) return;
  onDone('grants', await bring(api, `${target}${path`/services/${grant.id}`}`, grant));
}
