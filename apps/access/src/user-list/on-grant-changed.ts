import { parseEvent } from '@gatehouse/contracts';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { ProjectGrant } from './published-grant.ts';

/** Keeps the lists of the services' users. */
export function onGrantChanged({ project }: { project: ProjectGrant }) {
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.access.grant.v1') return { status: 'ignored', reason: 'not a grant' };
    const { version, state } = event.data;
    return (await project({ state, version }))
      ? { status: 'done' }
      : { status: 'ignored', reason: 'older or known' };
  };
}
