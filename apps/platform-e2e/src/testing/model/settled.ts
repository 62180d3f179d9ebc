import { eventually } from '@gatehouse/testing';
import { known } from './access-model.ts';
import { type Command, touchedBy } from './commands.ts';
import { type Comparing, compareUser } from './compare-answers.ts';
import { compareApprovers } from './compare-lists.ts';
import { createTally } from './tally.ts';

/**
 * Waits until what a command changed is known where grants are decided and read: until an observer, who sees all users
 * and approvers, sees what the model says. `approvers`: also who approves where, which policies may ask for.
 */
export async function untilSettled(
  { read, model }: Omit<Comparing, 'tally'>,
  observer: string,
  command: Command,
  { approvers }: { approvers: boolean },
): Promise<void> {
  const { userId, organisationId } = touchedBy(command);
  const member = organisationId === undefined ? undefined : memberOf(model.users.values(), organisationId);
  const watched = [userId, member].flatMap((id) => id ?? []);
  if (watched.length === 0) return;
  known(model.services, observer);
  await eventually(async () => {
    const comparing = { read, model, tally: createTally() };
    for (const id of watched) await compareUser(comparing, observer, id);
    if (approvers) await compareApprovers(comparing, observer, 500);
    if (comparing.tally.differing() > 0) throw new Error(comparing.tally.differences.join('\n'));
  });
}

function memberOf(
  users: Iterable<{ id: string; memberships: ReadonlyMap<string, unknown> }>,
  organisationId: string,
): string | undefined {
  for (const { id, memberships } of users) if (memberships.has(organisationId)) return id;
  return undefined;
}
