import { recordOf, textOf } from '../../api/answers.ts';
import { type OperatorApi, path } from '../../api/operator-api.ts';
import type { PersonRow } from './person-row.ts';
import { type Change, type Outcome, planPerson, type Registers } from './plan-person.ts';

export type Kind = 'users' | 'memberships' | 'grants';
/** Called after each change: a row that fails later is reported with the changes already made. */
export type OnDone = (kind: Kind, outcome: Outcome) => void;

/** Puts a record unless it is unchanged. */
async function bring(api: OperatorApi, target: string, { outcome, json }: Change): Promise<Outcome> {
  if (outcome !== 'unchanged') await api.call('PUT', target, { json });
  return outcome;
}

/**
 * Applies a row: makes the user where the email is unknown, then the membership, then the grant. Everything is checked
 * first, so that a row with a fault changes nothing, races aside. Idempotent. Throws Refused where the platform refuses.
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
