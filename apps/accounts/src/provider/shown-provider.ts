import { type AccountProviderState, accountProviderWords as words } from '@gatehouse/contracts';
import { z } from 'zod';
import { type OwnRedirect, ownProvider } from './account-provider.domain.ts';
import { publishedKeys } from './keys.domain.ts';
import { clientKey, publicJwkOf } from './published-jwks.ts';

const parameters = z.record(z.string(), z.string());

/** The record as the API shows it: never with secrets. */
export const shownAccountProvider = z
  .object({
    issuer: z.string().describe(words.issuer),
    clientId: z.string().describe(words.clientId),
    redirectUri: z.string().optional().describe(words.redirectUri),
    postLogoutRedirectUri: z.string().optional().describe(words.postLogoutRedirectUri),
    authentication: z
      .enum(['private_key_jwt', 'client_secret_post', 'client_secret_basic'])
      .describe(words.authentication),
    signingAlgorithm: z.enum(['RS256', 'PS256', 'ES256']).optional().describe(words.signingAlgorithm),
    scopes: z.array(z.string()).describe(words.scopes),
    algorithms: z.array(z.string()).describe(words.algorithms),
    parameters: parameters.describe(words.parameters),
    mfaParameters: parameters.describe(words.mfaParameters),
    mfa: z
      .object({
        claim: z.string().describe(words.mfaClaim),
        values: z.array(z.string()).describe(words.mfaValues),
      })
      .optional()
      .describe(words.mfa),
    linksByEmail: z.boolean().describe(words.linksByEmail),
    own: z.boolean().describe('Whether it is the platform’s own, while no other is named.'),
    publicKeys: z.array(clientKey).describe(words.publicKeys),
  })
  .meta({
    id: 'AccountProvider',
    description: 'The provider that first-party frontends sign people in with.',
  });

export type ShownAccountProvider = z.input<typeof shownAccountProvider>;

export function shownProvider(
  state: AccountProviderState | undefined,
  { issuer, defaultRedirect, nowMs }: { issuer: string; defaultRedirect: OwnRedirect; nowMs: number },
): ShownAccountProvider {
  const keys = publishedKeys(state?.keys ?? [], nowMs).map(publicJwkOf);
  if (state?.named === undefined) {
    const {
      isNamed: _,
      signingAlgorithm: _none,
      ...own
    } = ownProvider(issuer, {
      ...defaultRedirect,
      ...state?.own,
    });
    return { ...own, own: true, publicKeys: [] };
  }
  const { clientSecret: _, ...named } = state.named;
  return { ...named, own: false, publicKeys: keys };
}
