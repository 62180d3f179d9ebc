import { createHmac } from 'node:crypto';
import type { CallbackMessage } from '@gatehouse/contracts';
import { CORRELATION_HEADER } from '@gatehouse/http';
import jwt from 'jsonwebtoken';
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

/**
 * The request of a callback: authenticated by a JWT, and signed as a Standard Webhook (https://www.standardwebhooks.com) by
 * each valid secret.
 */
export function signedRequest(toSign: RequestToSign): SignedRequest {
  const { deliveryId, keys, now } = toSign;
  const body = JSON.stringify({ sub: toSign.body.sub, sourceId: toSign.body.sourceId });
  const timestamp = Math.floor(now / 1_000);
  const signed = `${deliveryId}.${timestamp}.${body}`;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Gatehouse-Callback/1',
      authorization: `Bearer ${tokenOf(toSign, timestamp)}`,
      'webhook-id': deliveryId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': keys.map(({ webhook }) => `v1,${hmac(webhook, signed)}`).join(' '),
      [CORRELATION_HEADER]: toSign.correlationId,
    },
  };
}

function tokenOf(toSign: RequestToSign, iat: number): string {
  const { tokenKey, issuer, clientId, deliveryId } = toSign;
  const claims = { iss: issuer, aud: clientId, iat, exp: iat + TOKEN_LIFETIME_S, jti: deliveryId };
  return jwt.sign(claims, tokenKey, { algorithm: 'HS256' });
}

function hmac(key: SigningKeys['webhook'], text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
