import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { LogoutMessage } from '@gatehouse/contracts';
import { CORRELATION_HEADER } from '@gatehouse/http';
import type { CurrentKey } from '@gatehouse/signing-keys';
import type { SignedRequest } from '../callback/sign-request.ts';

const signOffTheLoop = promisify(sign);

const LIFETIME_S = 120;
/** What says that it is a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };

export interface LogoutToSign {
  message: Pick<LogoutMessage, 'userId' | 'sid'>;
  key: CurrentKey;
  issuer: string;
  clientId: string;
  /** Another one for each attempt: a receiver refuses one that it has seen. */
  tokenId: string;
  now: number;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A logout token, signed RS256 off the event loop: that takes half a millisecond. */
async function logoutToken({ message, key, issuer, clientId, tokenId, now }: LogoutToSign): Promise<string> {
  const iat = Math.floor(now / 1_000);
  const { userId: sub, sid } = message;
  const claims = {
    iss: issuer,
    aud: clientId,
    iat,
    exp: iat + LIFETIME_S,
    jti: tokenId,
    sub,
    sid,
    events: EVENTS,
  };
  const signed = `${encoded({ alg: 'RS256', typ: 'logout+jwt', kid: key.kid })}.${encoded(claims)}`;
  const signature = await signOffTheLoop('sha256', Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}

/** The request by which a service is told that a person's session is over. */
export async function logoutRequest(toSign: LogoutToSign, correlationId: string): Promise<SignedRequest> {
  return {
    body: `logout_token=${await logoutToken(toSign)}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Gatehouse-Logout/1',
      [CORRELATION_HEADER]: correlationId,
    },
  };
}
