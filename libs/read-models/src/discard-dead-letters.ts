import { type EventLog, openDeadLetterAdmin } from '@gatehouse/event-log';

/** Closes the dead letters of consumer groups that have ended for good. */
export async function discardDeadLettersOf(
  groups: readonly string[],
  { eventLog, topics, now }: { eventLog: EventLog; topics: readonly string[]; now: () => number },
): Promise<void> {
  const admin = await openDeadLetterAdmin({ log: eventLog, topics, now });
  const open = (await admin.list()).map(({ deadLetter }) => deadLetter);
  const theirs = open.filter(({ group }) => groups.includes(group));
  if (theirs.length > 0) await admin.discard(theirs);
}
