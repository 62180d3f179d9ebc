import {
  type BuiltEvent,
  buildEvent,
  type NoticeState,
  type Origin,
  type WebhookEvent,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import type { ChangeEvent, ToldEvent } from './change-events.domain.ts';
import { groupsOf } from './told-groups.domain.ts';

/** The change that is told. */
export interface ToldChange {
  /** The id of the entity that changed, and its version. */
  id: string;
  version: number;
  /** The user or the organisation whose notices keep their order. */
  subjectId: string;
  /** When the change was made. */
  at: string;
  origin: Origin;
}

/** The ids of messages are made from what they tell, so that what is published again is known. */
function messageId(event: ChangeEvent, { id, version }: ToldChange): string {
  return idFrom('notice', id, String(version), event.type, organisationIdOf(event));
}

function organisationIdOf({ data }: ChangeEvent): string {
  return 'organisationId' in data ? (data.organisationId ?? '') : '';
}

/** The event that publishes what is told of a change; none where nobody is told. */
export function noticeOf(change: ToldChange, told: readonly ToldEvent[], nowMs: number): BuiltEvent[] {
  const { id, version, subjectId, at: timestamp, origin } = change;
  const at = new Date(nowMs).toISOString();
  const messages = groupsOf(told).map(({ first, also, serviceIds }): NoticeState['messages'][number] => ({
    id: messageId(first, change),
    kind: 'webhook',
    at,
    correlationId: origin.correlationId,
    serviceIds: [...serviceIds],
    event: { ...first, timestamp } as WebhookEvent,
    ...(also.length > 0 && {
      also: also.map((event) => ({ id: messageId(event, change), organisationId: organisationIdOf(event) })),
    }),
  }));
  if (messages.length === 0) return [];
  const state = { id: `${id}/${version}`, subjectId, messages };
  return [buildEvent('gatehouse.access.notice.v1', { version, state }, origin, nowMs)];
}
