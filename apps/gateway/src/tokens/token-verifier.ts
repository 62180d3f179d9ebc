import { unauthenticated, unavailable } from '@gatehouse/errors';
import type { Caller } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import type { RegisteredService, ServiceRegistry } from '@gatehouse/service-registry';
import { bearerToken } from './bearer-token.ts';
import { createIssuers } from './issuers.ts';
import { faultInTime, isForAudience, type TokenClaims } from './token-claims.ts';
import { createTokenMemory } from './token-memory.ts';
import { decodeToken, faultInSignature, UNKNOWN_ISSUER_KEY } from './token-signature.ts';

export interface TokenVerifierDependencies {
  registry: Pick<ServiceRegistry, 'byId' | 'byClientId' | 'secretsOf'>;
  operatorSecret: string;
  /** The value that `aud` must be or contain. */
  audience: string;
  clock: Clock;
  /** False while the registry may lack services: an unknown issuer is then answered 503. */
  isCaughtUp?: () => boolean;
}

/** The sender of a request, from all of its Authorization headers. Throws a Fault: `unauthenticated`, with the reason. */
export type TokenVerifier = (authorizations: readonly string[]) => Caller;

interface Verified {
  caller: Caller;
  service: RegisteredService | undefined;
  keyExpiresAt: number;
  claims: TokenClaims;
}

/**
 * Verifies clients' tokens and remembers them. The dates of a remembered token are checked each time. It is verified
 * again once its service has changed in any way or its secret has expired.
 */
export function createTokenVerifier(dependencies: TokenVerifierDependencies): TokenVerifier {
  const { registry, operatorSecret, audience, clock, isCaughtUp = () => true } = dependencies;
  const memory = createTokenMemory<Verified>();
  const issuerOf = createIssuers(registry, operatorSecret);

  function verify(token: string, now: number): Verified {
    const decoded = decodeToken(token);
    if ('fault' in decoded) throw unauthenticated(decoded.fault);
    const issuer = issuerOf(decoded.claims.iss, now);
    if (issuer === undefined) {
      faultInSignature(token, UNKNOWN_ISSUER_KEY);
      throw isCaughtUp() ? unauthenticated('Unknown issuer') : unavailable();
    }
    let fault = 'invalid signature';
    for (const { key, expiresAt } of issuer.keys) {
      const found = faultInSignature(token, key);
      if (found === undefined) return { ...issuer, keyExpiresAt: expiresAt, claims: decoded.claims };
      fault = found;
    }
    throw unauthenticated(fault);
  }

  function checkClaims({ claims, service }: Verified): void {
    if (!isForAudience(claims.aud, audience))
      throw unauthenticated(`jwt audience invalid. expected: ${audience}`);
    if (service?.status === 0) throw unauthenticated('Client is disabled');
    if (service?.params.requireTokenExpiry === 'true' && claims.exp === undefined) {
      throw unauthenticated('jwt must have an exp for this client');
    }
  }

  function isStillValid({ service, keyExpiresAt }: Verified, now: number): boolean {
    return keyExpiresAt > now && (service === undefined || registry.byId(service.id) === service);
  }

  return (authorizations) => {
    const now = clock.now();
    const token = bearerToken(authorizations);
    const remembered = memory.get(token);
    const known = remembered !== undefined && isStillValid(remembered, now) ? remembered : undefined;
    const verified = known ?? verify(token, now);
    if (known === undefined) checkClaims(verified);
    const fault = faultInTime(verified.claims, now);
    if (fault !== undefined) throw unauthenticated(fault);
    if (known === undefined) memory.set(token, verified);
    return verified.caller;
  };
}
