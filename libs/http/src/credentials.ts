import { createSecretKey, hkdfSync } from 'node:crypto';
import type { BuiltInClientId } from '@gatehouse/contracts';
import { type Clock, systemClock } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { type Caller, personScopes } from './caller.ts';

/** The header by which the gateway tells a service who the caller is. */
export const CREDENTIAL_HEADER = 'x-gatehouse-credential';

/** Marks a service's 401 as one for the gateway, whose credential was refused. */
export const CREDENTIAL_REFUSED_HEADER = 'x-gatehouse-credential-refused';

/** The gateway's statement of who the caller is: a JWT, HS256 with the internal key, valid for a minute. */
export interface Credentials {
  issue(caller: Caller): string;
  /** Undefined unless the gateway issued it within the last minute. */
  verify(token: string | undefined): Caller | undefined;
  /** The client secrets of a built-in service, one of each internal key: the first is sent to sign-in, which takes all. */
  clientSecretsOf(clientId: BuiltInClientId): readonly string[];
}

const LIFETIME_S = 60;
/** A credential is reused for so long, which leaves most of its lifetime for the request. */
const REUSED_MS = 15_000;
const REMEMBERED = 5_000;
const ISSUER = 'gatehouse-gateway';
const AUDIENCE = 'gatehouse-services';

const claims = z.object({
  exp: z.number(),
  caller: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('client'), serviceId: z.string(), clientId: z.string() }),
    z.object({ kind: z.literal('operator') }),
    z.object({
      kind: z.literal('person'),
      userId: z.string(),
      clientId: z.string(),
      serviceId: z.string().optional(),
      scopes: z.array(z.enum(personScopes)),
      sessionId: z.string(),
    }),
    z.object({ kind: z.literal('public') }),
  ]),
});

/** What a credential is reused by: all that it says. */
function nameOf(caller: Caller): string {
  if (caller.kind === 'client') return `${caller.serviceId} ${caller.clientId}`;
  return caller.kind === 'person' ? JSON.stringify(Object.values(caller)) : caller.kind;
}

function remember<V>(memory: Map<string, V>, key: string, value: V): V {
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(key, value);
  return value;
}

/** `internalKeys`: the first signs, all verify. Credentials are remembered while they are valid. */
export function createCredentials(internalKeys: readonly string[], clock: Clock = systemClock): Credentials {
  const keys = internalKeys.map((key) => createSecretKey(Buffer.from(key)));
  const [signingKey] = keys;
  if (signingKey === undefined) throw new Error('credentials need at least one internal key');
  const issued = new Map<string, { token: string; until: number }>();
  const verified = new Map<string, { caller: Caller; until: number }>();
  const clientSecrets = new Map<string, readonly string[]>();

  function verifyToken(token: string): { caller: Caller; until: number } | undefined {
    for (const key of keys) {
      try {
        const payload = jwt.verify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          clockTimestamp: Math.floor(clock.now() / 1_000),
          clockTolerance: 5,
        });
        const { caller, exp } = claims.parse(payload);
        return { caller, until: exp * 1_000 };
      } catch {
        // Another key may have signed it.
      }
    }
    return undefined;
  }

  return {
    issue(caller) {
      const now = clock.now();
      const name = nameOf(caller);
      const known = issued.get(name);
      if (known !== undefined && known.until > now) return known.token;
      const iat = Math.floor(now / 1_000);
      const payload = { caller, iss: ISSUER, aud: AUDIENCE, iat, exp: iat + LIFETIME_S };
      const token = jwt.sign(payload, signingKey, { algorithm: 'HS256' });
      return remember(issued, name, { token, until: now + REUSED_MS }).token;
    },
    verify(token) {
      if (token === undefined || token === '') return undefined;
      const known = verified.get(token);
      if (known !== undefined && known.until > clock.now()) return known.caller;
      const fresh = verifyToken(token);
      return fresh === undefined ? undefined : remember(verified, token, fresh).caller;
    },
    clientSecretsOf(clientId) {
      const known = clientSecrets.get(clientId);
      if (known !== undefined) return known;
      const purpose = `gatehouse client secret ${clientId}`;
      const derived = internalKeys.map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
      const texts = derived.map((bytes) => bytes.toString('base64url'));
      return remember(clientSecrets, clientId, texts);
    },
  };
}
