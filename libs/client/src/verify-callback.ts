import type { RequestToVerify } from './request-to-verify.ts';
import { type RequestFault, verifyRequest } from './verified-request.ts';

/** What a callback says: that the person whom the service knows as `sourceId` is the user `sub`. */
export interface Callback {
  sub: string;
  sourceId: string | number;
  /** The same for every attempt: a callback whose id was seen before has been dealt with. */
  deliveryId: string;
  /** What the invitation's request was known by. */
  correlationId: string | undefined;
}

export type CallbackFault = RequestFault;
export type CallbackToVerify = RequestToVerify;

/** The request is no callback of the platform to this service. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly fault: CallbackFault;
  constructor(fault: CallbackFault, cause?: unknown) {
    super(`This is no callback: ${fault}`, { cause });
    this.fault = fault;
  }
}

function isCallback(body: unknown): body is Pick<Callback, 'sub' | 'sourceId'> {
  const { sub, sourceId } = (body ?? {}) as Partial<Callback>;
  return typeof sub === 'string' && (typeof sourceId === 'string' || typeof sourceId === 'number');
}

/**
 * Makes sure that a request is a callback of the platform to this service, unaltered and recent, by its webhook signature.
 * Throws CallbackRefused, to be answered 401, and TypeError where what it is to be verified by, or the body as it came, is not
 * given.
 */
export function verifyCallback(toVerify: CallbackToVerify): Callback {
  const request = verifyRequest('verifyCallback', toVerify);
  if ('fault' in request) throw new CallbackRefused(request.fault, request.cause);
  const { body, deliveryId, correlationId } = request;
  if (!isCallback(body)) throw new CallbackRefused('body-invalid');
  return { sub: body.sub, sourceId: body.sourceId, deliveryId, correlationId };
}
