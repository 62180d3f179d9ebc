import { randomUUID } from 'node:crypto';
import type { OwnInvitation } from './delivery-answers.ts';
import { ifThere, type OwnCalls, read, removed } from './own-calls.ts';
import { recordsOfPages } from './pages.ts';
import type { Invitation, InviteOptions } from './requests.ts';
import { path } from './transport.ts';

/** Which invitations are listed; together they narrow. */
export interface InvitationsFilter {
  email?: string;
  status?: OwnInvitation['status'];
  sourceId?: string | number;
  /** A child's id or client id. Default: the client's own service. */
  service?: string;
}

export interface InvitationCalls {
  /** Asks a person to join. */
  invite(invitation: Invitation, options?: InviteOptions): Promise<{ invitationId: string }>;
  /** The service's invitations, page by page as they are asked for. */
  invitations(filter?: InvitationsFilter): AsyncGenerator<OwnInvitation>;
  invitation(id: string, service?: string): Promise<OwnInvitation | undefined>;
  /**
   * Sends a new link and code; the earlier link dies. A minute after the last email at the soonest: before that it is a
   * GatehouseProblem with status 429, and on an accepted or revoked invitation one with 409.
   */
  resendInvitation(id: string, service?: string): Promise<void>;
  /** Ends an invitation; false where there is none. */
  revokeInvitation(id: string, service?: string): Promise<boolean>;
}

/** The calls about the people whom the service asks to join. */
export function invitationCalls({ send, clientId }: OwnCalls): InvitationCalls {
  const invitationPath = (service: string, id: string) => path`/services/${service}/invitations/${id}`;
  return {
    async invite(json, { service = clientId, idempotencyKey = randomUUID(), correlationId } = {}) {
      const headers = {
        'idempotency-key': idempotencyKey,
        ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
      };
      const target = path`/services/${service}/invitations`;
      return (await send({ method: 'POST', path: target, json, headers })) as { invitationId: string };
    },
    invitations: ({ service = clientId, ...filter } = {}) =>
      recordsOfPages(send, path`/services/${service}/invitations`, 'invitations', filter),
    invitation: (id, service = clientId) => ifThere(read(send, invitationPath(service, id))),
    async resendInvitation(id, service = clientId) {
      await send({ method: 'POST', path: path`/services/${service}/invitations/${id}/resend`, once: true });
    },
    revokeInvitation: (id, service = clientId) => removed(send, invitationPath(service, id)),
  };
}
