import { allowInsecureRequests, type ClientAuth, ClientSecretPost, Configuration, None } from 'openid-client';
import type { Metadata } from './metadata.domain.ts';

/** How the platform is known to a provider. */
export interface ClientIdentity {
  clientId: string;
  clientSecret?: string;
  /** How it proves who it is. Default: by its secret where it has one, as the provider lists it. */
  authentication?: 'private_key_jwt' | 'client_secret_post' | 'client_secret_basic';
  /** Makes a client assertion for `private_key_jwt`. */
  assertion?: () => Promise<string>;
}

/** What the library must know. Which addresses may be http was decided as the description was read. */
export function configurationOf(metadata: Metadata, client: ClientIdentity): Configuration {
  const configuration = new Configuration(
    asServer(metadata),
    client.clientId,
    {},
    authenticationOf(client, metadata),
  );
  allowInsecureRequests(configuration);
  return configuration;
}

/** The library looks at an ID token's `alg` by the server's list, which providers forget; ours is by our own. */
function asServer(metadata: Metadata) {
  return {
    ...metadata,
    id_token_signing_alg_values_supported: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
    // The response's issuer was compared before.
    authorization_response_iss_parameter_supported: false,
  };
}

/** Basic is what a provider has that lists nothing (OpenID Connect Discovery 1.0, section 3). */
function authenticationOf(
  { clientSecret, authentication, assertion }: ClientIdentity,
  metadata: Metadata,
): ClientAuth {
  if (authentication === 'private_key_jwt') return byAssertion(assertion);
  if (authentication !== undefined && clientSecret !== undefined) {
    return authentication === 'client_secret_post' ? ClientSecretPost(clientSecret) : basic(clientSecret);
  }
  if (clientSecret === undefined) return None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const isPost = !methods.includes('client_secret_basic') && methods.includes('client_secret_post');
  return isPost ? ClientSecretPost(clientSecret) : basic(clientSecret);
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The library's own lets the assertion's `aud` be chosen by no setting, and signs by web keys alone. */
function byAssertion(assertion: ClientIdentity['assertion']): ClientAuth {
  return async (_server, client, body) => {
    if (assertion === undefined) throw new Error('private_key_jwt needs a key');
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', ASSERTION_TYPE);
    body.set('client_assertion', await assertion());
  };
}

/** The library's own escapes also what needs no escaping (`-`, `_`, `.`), and many providers compare without unescaping. */
function basic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = `${formEncoded(client.client_id)}:${formEncoded(clientSecret)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
