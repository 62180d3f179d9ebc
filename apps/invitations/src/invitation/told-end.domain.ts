import type { InvitationState, WebhookEvent, WebhookMessage } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/** The services that are told of what becomes of a service's invitations. */
export type AudienceOf = (serviceId: string) => readonly string[];

/** What webhooks are told of an invitation that has come to this status. Nobody ended one whose person was removed. */
function eventOf(state: InvitationState, version: number): WebhookEvent | undefined {
  const { id: invitationId, serviceId, updatedAt: timestamp } = state;
  const data = { invitationId, serviceId, version };
  switch (state.status) {
    case 'accepted': {
      const { userId, organisationId = null } = state;
      return { type: 'invitation.accepted', timestamp, data: { ...data, userId, organisationId } };
    }
    case 'expired':
      return { type: 'invitation.expired', timestamp, data };
    case 'revoked':
      return state.reason === 'user-removed' ? undefined : { type: 'invitation.revoked', timestamp, data };
    case 'declined':
      return { type: 'invitation.declined', timestamp, data };
    default:
      return undefined;
  }
}

/**
 * The next state with what its end is told to services, beside what it lists of its own. One that ends again, after it was
 * revived, is told again: under another id, since its version is another.
 */
export function toldOfEnd(
  previous: InvitationState,
  next: InvitationState,
  { version, audienceOf }: { version: number; audienceOf: AudienceOf },
): InvitationState {
  if (next.status === previous.status) return next;
  const event = eventOf(next, version);
  const serviceIds = event === undefined ? [] : [...audienceOf(next.serviceId)];
  // An expired one that is revoked has told of its first end.
  const own = next.status === 'accepted' ? (next.messages ?? []) : [];
  if (!('messages' in next) && serviceIds.length === 0) return next;
  const { messages: _before, ...state } = next as InvitationState & { messages?: unknown };
  const told: WebhookMessage[] =
    event === undefined || serviceIds.length === 0
      ? []
      : [
          {
            id: idFrom('notice', next.id, String(version), event.type),
            kind: 'webhook',
            at: next.updatedAt,
            correlationId: next.correlationId,
            serviceIds,
            event,
          },
        ];
  const messages = [...own, ...told];
  return { ...state, ...(messages.length > 0 && { messages }) } as InvitationState;
}
