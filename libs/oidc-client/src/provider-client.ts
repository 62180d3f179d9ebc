import type { GuardedFetch } from '@gatehouse/outgoing';
import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { accessTokenHash } from './access-token-hash.ts';
import { discoveryAddress } from './address.domain.ts';
import { askForJson } from './answers.ts';
import type { Claims } from './claims.domain.ts';
import { type ClientIdentity, configurationOf } from './configuration.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { ProviderAway, ProviderRefused } from './failure.ts';
import { idTokenFault } from './id-token.domain.ts';
import { ALGORITHMS, type Algorithm, type JwsHeader } from './jws-header.domain.ts';
import { createKeySet } from './key-set.ts';
import { type Logout, logoutOf, logoutTokenFault } from './logout-token.domain.ts';
import { type Metadata, readMetadata } from './metadata.domain.ts';
import { readUserinfo } from './read-userinfo.ts';
import { type BegunSignIn, redeemCode, type Tokens } from './redeem-code.ts';
import { verificationKeys } from './verification-key.ts';
import { verifyJws } from './verify-jws.ts';

export interface ProviderClientOptions extends ClientIdentity {
  issuer: string;
  /** Algorithms of the provider's signatures. Default: all that can be checked. */
  algorithms?: readonly Algorithm[];
  /** Whether a response must name its issuer where the provider announces that it does (RFC 9207). Default true. */
  requireResponseIssuer?: boolean;
  /** Whether a provider on loopback may be reached by http. */
  allowHttpOnLoopback: boolean;
  /** The platform's own provider: its addresses may be http, and `requests` knows where it is. */
  allowHttp?: boolean;
  /** Sends requests to the provider, within their limits. */
  requests: Pick<GuardedFetch, 'fetch'>;
  now: () => number;
  /** A reading of the provider's description failed. */
  onDiscoveryFailure?: (error: unknown) => void;
}

/** What a person brought back from the provider. */
export interface ProviderResponse {
  code?: string;
  iss?: string;
  error?: string;
}

/** Who signed in, by the provider's word. */
export interface SignedIn {
  subject: string;
  /** The claims of the ID token. */
  claims: Claims;
  /** Those of the userinfo endpoint, where the provider has one. */
  userinfo: Claims | undefined;
  idToken: string;
}

/** A client of one OpenID provider. Its methods reject with `ProviderRefused` or `ProviderAway`. */
export interface ProviderClient {
  discovery: Discovery;
  /** Where the person is sent, and what must be known when they come back. */
  begin(sent: {
    redirectUri: string;
    parameters: Readonly<Record<string, string>>;
  }): Promise<BegunSignIn & { url: string }>;
  /** Who came back. The state was compared before: it found `begun`. */
  complete(response: ProviderResponse, begun: BegunSignIn): Promise<SignedIn>;
  /** What a logout token says. Whether its `jti` is new is the caller's to know. */
  readLogoutToken(token: string): Promise<Logout>;
}

const ID_TOKEN_TYPES = ['jwt'];
const LOGOUT_TOKEN_TYPES = ['jwt', 'logout+jwt'];

/** No code was handed over yet. */
async function unsent<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    const words = cause instanceof ProviderAway ? cause.words : 'description refused';
    throw new ProviderAway(words, { unsent: true, cause });
  }
}

/** The code was handed over before: it is good for nothing any more. */
function sent({ words, misfit, cause }: ProviderAway): ProviderAway {
  return new ProviderAway(words, { misfit, cause });
}

export function createProviderClient(options: ProviderClientOptions): ProviderClient {
  const { issuer, clientId, now, algorithms = ALGORITHMS, requireResponseIssuer = true } = options;
  const fetching = options.requests;
  const { allowHttpOnLoopback, allowHttp } = options;
  const rules = { allowHttpOnLoopback, allowHttp };
  const client: ClientIdentity = {
    clientId,
    ...(options.clientSecret !== undefined && { clientSecret: options.clientSecret }),
    ...(options.authentication !== undefined && { authentication: options.authentication }),
    ...(options.assertion !== undefined && { assertion: options.assertion }),
  };
  const discovery = createDiscovery({
    now,
    onFailure: options.onDiscoveryFailure ?? (() => {}),
    async read() {
      const read = readMetadata(await askForJson(fetching, discoveryAddress(issuer)), issuer, rules);
      if (typeof read === 'string') throw new ProviderRefused(read);
      return read;
    },
  });
  const keys = createKeySet({
    now,
    async read() {
      const { jwks_uri: address } = await discovery.current();
      const found = verificationKeys(await askForJson(fetching, address));
      if (found === undefined) throw new ProviderAway('answer no keys');
      return found;
    },
  });

  async function checkIdToken({ idToken, accessToken }: Tokens, nonce: string): Promise<Claims> {
    let algorithm: Algorithm | undefined;
    const keysFor = (header: JwsHeader) => {
      algorithm = header.alg;
      return keys.fitting(header, 'sign-in');
    };
    const claims = await verifyJws(idToken, { algorithms, types: ID_TOKEN_TYPES }, keysFor);
    const hash = algorithm === undefined ? '' : accessTokenHash(accessToken, algorithm);
    const fault = idTokenFault(claims, { issuer, clientId, nonce, accessTokenHash: hash }, now());
    if (fault !== undefined) throw new ProviderRefused(fault);
    return claims;
  }

  function codeOf({ code, iss, error }: ProviderResponse, metadata: Metadata): string {
    const mustName =
      requireResponseIssuer && metadata.authorization_response_iss_parameter_supported === true;
    if (iss === undefined ? mustName : iss !== issuer) throw new ProviderRefused('response-iss');
    if (error !== undefined) throw new ProviderRefused('response-error');
    if (code === undefined || code === '') throw new ProviderRefused('code');
    return code;
  }

  return {
    discovery,
    async begin({ redirectUri, parameters }) {
      const begun = {
        ...{ redirectUri, state: randomState(), nonce: randomNonce() },
        codeVerifier: randomPKCECodeVerifier(),
      };
      const configuration = configurationOf(await discovery.current(), client);
      const url = buildAuthorizationUrl(configuration, {
        ...parameters,
        ...{ response_type: 'code', redirect_uri: redirectUri, state: begun.state, nonce: begun.nonce },
        code_challenge: await calculatePKCECodeChallenge(begun.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { ...begun, url: url.href };
    },
    async complete(response, begun) {
      const metadata = await unsent(discovery.current());
      const code = codeOf(response, metadata);
      let claims: Claims = {};
      let isHandedOver = false;
      try {
        const tokens = await redeemCode({ metadata, client, fetching }, code, begun, async (given) => {
          isHandedOver = true;
          claims = await checkIdToken(given, begun.nonce);
        });
        const subject = claims.sub as string;
        const { userinfo_endpoint: address } = metadata;
        const userinfo =
          address === undefined
            ? undefined
            : await readUserinfo(fetching, address, tokens.accessToken, subject);
        return { subject, claims, userinfo, idToken: tokens.idToken };
      } catch (error) {
        throw isHandedOver && error instanceof ProviderAway && error.unsent ? sent(error) : error;
      }
    },
    async readLogoutToken(token) {
      const headerRules = { algorithms, types: LOGOUT_TOKEN_TYPES };
      const claims = await verifyJws(token, headerRules, (header) => keys.fitting(header, 'logout'));
      const fault = logoutTokenFault(claims, { issuer, clientId }, now());
      if (fault !== undefined) throw new ProviderRefused(fault);
      return logoutOf(claims);
    },
  };
}
