import type { KeyObject } from 'node:crypto';
import { Fault, invalidToken, unavailable } from '@gatehouse/errors';
import { type Caller, type PersonScope, personScopes } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { SigningKeys } from '@gatehouse/signing-keys';
import { bearerToken } from './bearer-token.ts';
import { type PersonClaims, personTokenHeader, verifiedClaims } from './person-token.ts';
import { faultInTime, isForAudience } from './token-claims.ts';
import { createTokenMemory } from './token-memory.ts';
import type { TokenVerifier } from './token-verifier.ts';

export interface PersonVerifierDependencies {
  keys: Pick<SigningKeys, 'publicKeyOf'>;
  registry: Pick<ServiceRegistry, 'byClientId'>;
  /** Verifies any other token: a client's is good here as well, and may do nothing. */
  verifyToken: TokenVerifier;
  /** The `iss` of the tokens, exactly. */
  issuer: string;
  /** The value that `aud` must be or contain. */
  audience: string;
  clock: Clock;
  /** False while keys or services may be missing: what they would tell is then answered 503. */
  isCaughtUp?: () => boolean;
}

interface Verified {
  claims: PersonClaims;
  kid: string;
  key: KeyObject;
}

/** The app of pages through which people manage their organisations: a client that is no service. */
const CONSOLE = 'console';

/** What a client may do for people at this moment; undefined where it may not act for them at all. */
function rightsOf(
  clientId: string,
  registry: Pick<ServiceRegistry, 'byClientId'>,
): { serviceId?: string; scopes: readonly PersonScope[] } | undefined {
  if (clientId === CONSOLE) return { scopes: personScopes };
  const service = registry.byClientId(clientId);
  if (service === undefined || service.status === 0) return undefined;
  const { id: serviceId, params } = service;
  if (params.actsForPeople === 'support') return { serviceId, scopes: personScopes };
  return params.actsForPeople === 'true' ? { serviceId, scopes: ['me'] } : undefined;
}

/**
 * Verifies the access tokens of people. A verified signature is remembered for as long as its key counts; dates and the
 * client's rights are looked at each time.
 */
export function createPersonVerifier(dependencies: PersonVerifierDependencies): TokenVerifier {
  const { keys, registry, verifyToken, issuer, audience, clock, isCaughtUp = () => true } = dependencies;
  const memory = createTokenMemory<Verified>();

  const refused = (message: string) => (isCaughtUp() ? invalidToken(message) : unavailable());

  function verify(token: string, kid: string | undefined): Verified {
    const remembered = memory.get(token);
    if (remembered !== undefined && keys.publicKeyOf(remembered.kid) === remembered.key) return remembered;
    const key = kid === undefined ? undefined : keys.publicKeyOf(kid);
    if (kid === undefined || key === undefined) throw refused('The token is signed by an unknown key');
    const claims = verifiedClaims(token, key);
    if (claims === undefined) throw invalidToken('The token is not valid');
    if (claims.iss !== issuer) throw invalidToken('The token is of another issuer');
    if (!isForAudience(claims.aud, audience)) {
      throw invalidToken(`jwt audience invalid. expected: ${audience}`);
    }
    const verified = { claims, kid, key };
    memory.set(token, verified);
    return verified;
  }

  function callerOf({ sub, client_id: clientId, sid, scope }: PersonClaims): Caller {
    const rights = rightsOf(clientId, registry);
    if (rights === undefined) throw refused('The client may not act for people');
    const given = scope.split(' ');
    const scopes = rights.scopes.filter((each) => given.includes(each));
    return { kind: 'person', userId: sub, clientId, serviceId: rights.serviceId, scopes, sessionId: sid };
  }

  function other(authorizations: readonly string[]): Caller {
    try {
      return verifyToken(authorizations);
    } catch (error) {
      if (error instanceof Fault && error.code === 'unauthenticated') throw invalidToken(error.publicText);
      throw error;
    }
  }

  return (authorizations) => {
    const token = bearerToken(authorizations);
    const header = personTokenHeader(token);
    if (header === undefined) return other(authorizations);
    const { claims } = verify(token, header.kid);
    const now = clock.now();
    // The platform's own clock set the end: no tolerance is due to it.
    const fault = now / 1_000 >= claims.exp ? 'jwt expired' : faultInTime(claims, now);
    if (fault !== undefined) throw invalidToken(fault);
    return callerOf(claims);
  };
}
