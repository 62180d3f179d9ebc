/** What the members of a service's `signIn` mean, as it is put and as it is shown. */
export const signInWords = {
  postLogoutRedirectUris:
    'Addresses that people may be sent to after signing out. Compared as text, character by character. At most 50.',
  backchannelLogoutUri:
    'Where logout tokens go (OpenID Connect Back-Channel Logout 1.0). https; http where private callbacks are allowed.',
  startUrl: 'Where a person begins: pages that lead nowhere else link to it.',
  clientAuth:
    'How the service authenticates itself: by its client secret (Basic, or in the form), or by signed assertions (`private_key_jwt`: RS256, ES256, PS256), and then without a secret.',
  jwks: 'The public keys that verify its assertions. For `private_key_jwt`, unless `jwksUri` is given.',
  jwksUri:
    'Where the public keys that verify its assertions are. For `private_key_jwt`, unless `jwks` is given.',
  pkce: '`required`: each request has a code challenge (S256). `optional`: a request without one must have a `nonce`.',
  organisations:
    'Whom the choice of an organisation offers: `granted`, those where the person has access to the service; `member`, all of the person’s that the service’s policies allow.',
  refreshTokens: 'Whether the scope `offline_access` is heard.',
} as const;
