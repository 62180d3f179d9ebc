import { createHmac, type KeyObject } from 'node:crypto';
import type { CallbackMessage } from '@gatehouse/contracts';
import { CORRELATION_HEADER } from '@gatehouse/http';
import type { SigningKeys } from './signing-keys.ts';

export interface SignedRequest {
  body: string;
  headers: Record<string, string>;
}

export interface RequestToSign {
  deliveryId: string;
  body: CallbackMessage['body'];
  correlationId: string;
  /** The issuer of the JWT. */
  issuer: string;
  clientId: string;
  /** The keys of all valid secrets, the newest first; at least one. */
  keys: readonly SigningKeys[];
  /** The key that signs the JWT. */
  tokenKey: SigningKeys['jwt'];
  now: number;
}

const TOKEN_LIFETIME_S = 600;
const TOKEN_HEADER = base64url('{"alg":"HS256","typ":"JWT"}');

/**
 * The request of a callback: authenticated by a JWT, and signed as a Standard Webhook (https://www.standardwebhooks.com) by
 * each valid secret.
 */
export function signedRequest(toSign: RequestToSign): SignedRequest {
  const { deliveryId, keys, now } = toSign;
  const body = JSON.stringify({ sub: toSign.body.sub, sourceId: toSign.body.sourceId });
  const authorization = `Bearer ${tokenOf(toSign, Math.floor(now / 1_000))}`;
  const { correlationId } = toSign;
  const signed = webhookHeaders({ deliveryId, body, correlationId, keys, now });
  return { body, headers: { 'user-agent': 'Gatehouse-Callback/1', authorization, ...signed } };
}

/** The headers of a Standard Webhook: signed by each valid secret. */
export function webhookHeaders(toSign: {
  deliveryId: string;
  body: string;
  correlationId: string;
  keys: readonly SigningKeys[];
  now: number;
}): Record<string, string> {
  const { deliveryId, body, correlationId, keys, now } = toSign;
  const timestamp = String(Math.floor(now / 1_000));
  const signed = `${deliveryId}.${timestamp}.${body}`;
  return {
    'content-type': 'application/json',
    'webhook-id': deliveryId,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map(({ webhook }) => `v1,${hmac(webhook, signed, 'base64')}`).join(' '),
    [CORRELATION_HEADER]: correlationId,
  };
}

/** By hand: a library checks and copies what is fixed here, which took four times as long as the signature. */
function tokenOf(toSign: RequestToSign, iat: number): string {
  const { tokenKey, issuer, clientId, deliveryId } = toSign;
  const claims = { iss: issuer, aud: clientId, iat, exp: iat + TOKEN_LIFETIME_S, jti: deliveryId };
  const signed = `${TOKEN_HEADER}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${hmac(tokenKey, signed, 'base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function hmac(key: KeyObject, text: string, encoding: 'base64' | 'base64url'): string {
  return createHmac('sha256', key).update(text).digest(encoding);
}
