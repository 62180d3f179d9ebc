import type { AccountProviderKey, AccountProviderState, NamedAccountProvider } from '@gatehouse/contracts';

export const PROVIDER_ID = 'account-provider';

/** The provider as sign-ins use it. */
export interface UsedProvider
  extends Pick<
    NamedAccountProvider,
    | 'issuer'
    | 'clientId'
    | 'postLogoutRedirectUri'
    | 'authentication'
    | 'signingAlgorithm'
    | 'scopes'
    | 'algorithms'
    | 'parameters'
    | 'mfaParameters'
    | 'mfa'
    | 'linksByEmail'
  > {
  /** Whether the operator named it: else it is the platform's own. */
  isNamed: boolean;
  /** Absent where the platform's own was given none. */
  redirectUri?: string | undefined;
}

const MULTI_FACTOR = 'urn:gatehouse:acr:2';

/** Addresses with the platform's own provider. */
export interface OwnRedirect {
  redirectUri?: string | undefined;
  postLogoutRedirectUri?: string | undefined;
}

/** The platform's own provider: nothing of it is configured but where people come back to. */
export function ownProvider(
  issuer: string,
  { redirectUri, postLogoutRedirectUri }: OwnRedirect,
): UsedProvider {
  return {
    ...{ isNamed: false, issuer, clientId: 'accounts', authentication: 'client_secret_basic' },
    ...{ signingAlgorithm: 'RS256', scopes: ['openid', 'email', 'profile'], algorithms: ['RS256'] },
    ...{ parameters: {}, mfaParameters: { acr_values: MULTI_FACTOR }, linksByEmail: false },
    mfa: { claim: 'acr', values: [MULTI_FACTOR] },
    ...(redirectUri !== undefined && { redirectUri }),
    ...(postLogoutRedirectUri !== undefined && { postLogoutRedirectUri }),
  };
}

/** What nobody has put yet. */
export function emptyProvider(at: string): AccountProviderState {
  return { id: PROVIDER_ID, kind: 'provider', keys: [], updatedAt: at };
}

const DAY_MS = 86_400_000;
const isoAt = (ms: number) => new Date(ms).toISOString();

/** Keys that nobody finds any more are left out. */
function stillPublished(keys: readonly AccountProviderKey[], nowMs: number): AccountProviderKey[] {
  return keys.filter(
    ({ publishedUntil }) => publishedUntil === undefined || Date.parse(publishedUntil) > nowMs,
  );
}

/**
 * A new key, published at once, that signs after the overlap. The former ones are published as long again, and those that had
 * been replaced before until their own end.
 */
export function withKey(
  keys: readonly AccountProviderKey[],
  key: Omit<AccountProviderKey, 'signsFrom'>,
  { nowMs, overlapMs }: { nowMs: number; overlapMs: number },
): AccountProviderKey[] {
  const until = isoAt(nowMs + 2 * overlapMs);
  const former = stillPublished(keys, nowMs).map((each) => ({
    ...each,
    publishedUntil: each.publishedUntil ?? until,
  }));
  return [...former, { ...key, signsFrom: isoAt(nowMs + overlapMs) }];
}

/**
 * The provider as the operator puts it. A secret that is left out stays. Client assertions need a key of their algorithm:
 * `makeKey` gives it where there is none, and it signs at once.
 */
export function putNamed(
  current: AccountProviderState | undefined,
  details: NamedAccountProvider,
  nowMs: number,
  newKey: Omit<AccountProviderKey, 'signsFrom'> | undefined,
): AccountProviderState {
  const at = isoAt(nowMs);
  const before = current ?? emptyProvider(at);
  const keptSecret = before.named?.clientSecret;
  const clientSecret = details.clientSecret ?? keptSecret;
  const named = { ...details, ...(clientSecret !== undefined && { clientSecret }) };
  const keys =
    newKey === undefined
      ? stillPublished(before.keys, nowMs)
      : withKey(before.keys, newKey, { nowMs, overlapMs: 0 }).map((each) =>
          each.kid === newKey.kid ? each : { ...each, publishedUntil: isoAt(nowMs + DAY_MS) },
        );
  return { ...before, named, keys, updatedAt: at };
}

/** The platform's own provider is used again. */
export function withoutNamed(
  current: AccountProviderState | undefined,
  at: string,
): AccountProviderState | undefined {
  if (current?.named === undefined) return undefined;
  const { named: _, ...others } = current;
  return { ...others, keys: [], updatedAt: at };
}

/** Whether client assertions of this algorithm have no key yet. */
export function needsKey(
  current: AccountProviderState | undefined,
  { authentication, signingAlgorithm }: NamedAccountProvider,
): boolean {
  if (authentication !== 'private_key_jwt') return false;
  return !(current?.keys ?? []).some(
    ({ alg, publishedUntil }) => alg === signingAlgorithm && publishedUntil === undefined,
  );
}
