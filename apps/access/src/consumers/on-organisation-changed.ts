import { parseEvent } from '@gatehouse/contracts';
import { copyEntity } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { Organisations } from '../stores/organisations.ts';

/** Keeps the copy of an organisation. */
export function onOrganisationChanged({
  organisations,
  now,
}: {
  organisations: Organisations;
  now: () => number;
}) {
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.directory.organisation.v1') {
      return { status: 'ignored', reason: 'unknown type' };
    }
    const { version, state } = event.data;
    const copied = await copyEntity(organisations, now, { entityVersion: version, state, keys: {} });
    return copied ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
  };
}
