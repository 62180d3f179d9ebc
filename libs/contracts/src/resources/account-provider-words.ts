/** What the members of the account provider mean, as it is put and as it is shown. */
export const accountProviderWords = {
  issuer: 'The issuer, exactly as the provider writes it.',
  clientId: 'The client id that the platform has there.',
  clientSecret: 'The client secret that the platform has there: never shown.',
  redirectUri: 'Where people come back from the provider: an address of the first-party frontend.',
  postLogoutRedirectUri: 'Where the provider sends people after they signed out there.',
  authentication: 'How the platform proves to the provider that it is its client.',
  signingAlgorithm: 'The algorithm of client assertions, for `private_key_jwt`.',
  scopes: 'The scopes that are asked for; `openid` is among them.',
  algorithms: 'The algorithms by which the provider may sign its tokens.',
  parameters: 'Further parameters of each request to sign in.',
  mfaParameters: 'The same where a sign-in must show MFA, instead of `parameters`.',
  mfa: 'By which claim of the ID token a session has MFA. Absent: never.',
  mfaClaim: 'The name of the claim.',
  mfaValues: 'The values that show MFA.',
  linksByEmail: 'Whether a verified email of the provider makes an identity the user’s who has it.',
  publicKeys: 'The keys of client assertions, as `/api/oauth2/keys` publishes them.',
} as const;
