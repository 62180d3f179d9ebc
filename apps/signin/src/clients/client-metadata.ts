import { createHash, timingSafeEqual } from 'node:crypto';
import { type BuiltInClientId, servesSignIn } from '@gatehouse/contracts';
import type { Credentials } from '@gatehouse/http';
import type { RegisteredService } from '@gatehouse/service-registry';

/** The library wants a secret where it compares one; ours are hashes, compared by `isClientSecret`. */
const NO_SECRET = 'compared-as-a-hash';
/** The library wants an address where there is none. */
const NO_ADDRESS = 'https://none.invalid/';

/** A service as the library knows it. Undefined for a disabled one. */
export function clientMetadata(service: RegisteredService) {
  if (service.status !== 1) return undefined;
  const { clientId, redirectUris, signIn } = service;
  const usable = redirectUris.filter(servesSignIn);
  const byKey = signIn?.clientAuth === 'private_key_jwt';
  return {
    client_id: clientId,
    redirect_uris: usable.length > 0 ? usable : [NO_ADDRESS],
    response_types: ['code'],
    grant_types: ['authorization_code', ...(signIn?.refreshTokens ? ['refresh_token'] : [])],
    id_token_signed_response_alg: 'RS256',
    token_endpoint_auth_method: byKey ? 'private_key_jwt' : 'client_secret_basic',
    ...(!byKey && { client_secret: NO_SECRET }),
    ...(byKey && signIn.jwks !== undefined && { jwks: signIn.jwks }),
    ...(byKey && signIn.jwks === undefined && signIn.jwksUri !== undefined && { jwks_uri: signIn.jwksUri }),
  };
}

/** Whether a text is one of the service's client secrets that still count. */
export function isClientSecret(
  service: RegisteredService,
  text: string,
  { now, derived }: { now: number; derived: Pick<Credentials, 'clientSecretsOf'> },
): boolean {
  if (service.signIn?.clientAuth !== 'secret') return false;
  const given = sha256(text);
  const digests = service.builtIn
    ? derived.clientSecretsOf(service.clientId as BuiltInClientId).map(sha256)
    : countingDigests(service, now);
  // All are compared: how long it takes tells nothing.
  const equal = digests.map((kept) => kept.length === given.length && timingSafeEqual(kept, given));
  return equal.includes(true);
}

function countingDigests({ clientSecrets = [] }: RegisteredService, now: number): Buffer[] {
  return clientSecrets
    .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now)
    .map(({ sha256: digest }) => Buffer.from(digest, 'base64url'));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
