import type { WebhookEvent } from '@gatehouse/contracts';
import { type SignedRequest, webhookHeaders } from '../callback/sign-request.ts';
import type { SigningKeys } from '../callback/signing-keys.ts';

/** The request of an event: a Standard Webhook, signed by each valid secret. */
export function eventRequest(toSign: {
  deliveryId: string;
  event: WebhookEvent;
  correlationId: string;
  keys: readonly SigningKeys[];
  now: number;
}): SignedRequest {
  const { event, ...rest } = toSign;
  const body = JSON.stringify(event);
  return { body, headers: { 'user-agent': 'Gatehouse-Webhook/1', ...webhookHeaders({ ...rest, body }) } };
}
