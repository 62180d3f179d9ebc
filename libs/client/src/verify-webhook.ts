import type { RequestToVerify } from './request-to-verify.ts';
import { type RequestFault, verifyRequest } from './verified-request.ts';
import type { WebhookEvent } from './webhook-events.ts';

/**
 * A webhook's event as it was received: `switch` on `type` tells what is in `data`. A webhook with `["*"]` gets types that later
 * releases add, so have a `default` that ignores what it does not know.
 */
export type ReceivedEvent = WebhookEvent & {
  /** The same for every attempt: an event whose id was seen before has been dealt with. */
  deliveryId: string;
  /** What the change was known by. */
  correlationId: string | undefined;
};

export type WebhookFault = RequestFault;
export type WebhookToVerify = RequestToVerify;

/** The request is no webhook of the platform to this service. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
  readonly fault: WebhookFault;
  constructor(fault: WebhookFault, cause?: unknown) {
    super(`This is no webhook: ${fault}`, { cause });
    this.fault = fault;
  }
}

function isEvent(body: unknown): body is WebhookEvent {
  const { type, timestamp, data } = (body ?? {}) as Partial<Record<keyof WebhookEvent, unknown>>;
  const isRecord = typeof data === 'object' && data !== null && !Array.isArray(data);
  return typeof type === 'string' && typeof timestamp === 'string' && isRecord;
}

/**
 * Makes sure that a request is a webhook of the platform to this service, unaltered and recent, by its signature (Standard
 * Webhooks), and gives its event. Throws WebhookRefused, to be answered 401, and TypeError where what it is to be verified by,
 * or the body as it came, is not given.
 */
export function verifyWebhook(toVerify: WebhookToVerify): ReceivedEvent {
  const request = verifyRequest('verifyWebhook', toVerify);
  if ('fault' in request) throw new WebhookRefused(request.fault, request.cause);
  const { body, deliveryId, correlationId } = request;
  if (!isEvent(body)) throw new WebhookRefused('body-invalid');
  return { ...body, deliveryId, correlationId };
}
