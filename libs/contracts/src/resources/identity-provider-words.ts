/** What the members of an identity provider mean, as it is put and as it is shown. */
export const identityProviderWords = {
  id: 'The id of the identity provider: a UUID, which its redirect URI ends with.',
  name: 'The name of the provider, as its button shows it.',
  issuer: 'The issuer, exactly as the provider writes it.',
  clientId: 'The client id that the platform has there.',
  clientSecret: 'The client secret that the platform has there: never shown.',
  redirectUri: 'Where people come back from the provider: its client must be allowed this address there.',
  backchannelLogoutUri: 'Where the provider may send logout tokens (OpenID Connect Back-Channel Logout 1.0).',
  scopes: 'The scopes that are asked for; `openid` is among them.',
  trustEmail:
    '`verified`: an address counts where the provider says `email_verified: true`. `always`: each address that it gives counts.',
  mfa: 'Values of `amr` that stand for more than one factor.',
  services: 'The services on whose pages it is offered. Absent: all.',
  status: '1 offered; 0 not offered, and nobody can come from it.',
} as const;
