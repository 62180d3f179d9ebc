import { type BuiltEvent, buildEvent, type NoticeState, type Origin } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import type { ChangeEvent, ToldEvent } from './change-events.domain.ts';

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
function messageId({ type, data }: ChangeEvent, { id, version }: ToldChange): string {
  const organisationId = 'organisationId' in data ? (data.organisationId ?? '') : '';
  return idFrom('notice', id, String(version), type, organisationId);
}

/** The event that publishes what is told of a change; none where nobody is told. */
export function noticeOf(change: ToldChange, told: readonly ToldEvent[], nowMs: number): BuiltEvent[] {
  const { id, version, subjectId, at: timestamp, origin } = change;
  const at = new Date(nowMs).toISOString();
  const messages = told.flatMap(({ event, serviceIds }): NoticeState['messages'] => {
    if (serviceIds.length === 0) return [];
    const common = { id: messageId(event, change), kind: 'webhook' as const, at };
    return [
      {
        ...common,
        correlationId: origin.correlationId,
        serviceIds: [...serviceIds],
        event: { ...event, timestamp } as NoticeState['messages'][number]['event'],
      },
    ];
  });
  if (messages.length === 0) return [];
  const state = { id: `${id}/${version}`, subjectId, messages };
  return [buildEvent('gatehouse.access.notice.v1', { version, state }, origin, nowMs)];
}
