import { accountProviderWords as words } from '@gatehouse/contracts';
import { ALGORITHMS, issuerFault } from '@gatehouse/oidc-client';
import { z } from 'zod';

/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;
const PRINTABLE = /^[\x21-\x7e]+$/;
const PLAIN = { error: 'should be printable ASCII characters without spaces' };
const ONCE = { error: 'should hold each value once' };
const isEachOnce = (list: readonly string[]) => new Set(list).size === list.length;

/** What the platform sends itself, or what would change how the answer comes back. */
const OWN_PARAMETERS = new Set([
  ...['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'response_mode'],
  ...['code_challenge', 'code_challenge_method', 'request', 'request_uri', 'client_secret'],
]);
const MOST_PARAMETERS = 20;

const parameters = z
  .record(z.string().min(1).max(255).regex(PRINTABLE, PLAIN), z.string().max(2_048))
  .superRefine((given, context) => {
    const names = Object.keys(given);
    if (names.length > MOST_PARAMETERS) context.addIssue(`should hold at most ${MOST_PARAMETERS}`);
    for (const name of names.filter((each) => OWN_PARAMETERS.has(each))) {
      context.addIssue(`should not hold ${name}, which the platform sends itself`);
    }
  })
  .default({});

/** Where a browser may be sent: any scheme but those that run in the page. */
export const redirectAddress = z
  .string()
  .max(2_048)
  .refine(
    (text) => {
      const url = URL.parse(text);
      const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === '';
      return isPlain && /^https?:$/.test(url.protocol) && !/[\s\\#]/.test(text);
    },
    { error: 'should be an http:// or https:// address without user and fragment' },
  );

/** The body of the account provider as the operator puts it. */
export function accountProviderBody(allowHttpOnLoopback: boolean) {
  return z
    .strictObject({
      issuer: z
        .string()
        .max(2_048)
        .superRefine((text, context) => {
          const message = issuerFault(text, { allowHttpOnLoopback });
          if (message !== undefined) context.addIssue({ code: 'custom', message });
        })
        .describe(words.issuer),
      clientId: z.string().min(1).max(255).regex(PRINTABLE, PLAIN).describe(words.clientId),
      clientSecret: z
        .string()
        .min(1)
        .max(2_048)
        .regex(PRINTABLE, PLAIN)
        .optional()
        .describe(words.clientSecret),
      redirectUri: redirectAddress.describe(words.redirectUri),
      postLogoutRedirectUri: redirectAddress.optional().describe(words.postLogoutRedirectUri),
      authentication: z
        .enum(['private_key_jwt', 'client_secret_post', 'client_secret_basic'])
        .describe(words.authentication),
      signingAlgorithm: z.enum(['RS256', 'PS256', 'ES256']).default('RS256').describe(words.signingAlgorithm),
      scopes: z
        .array(z.string().regex(SCOPE, { error: 'should be a scope' }))
        .max(50)
        .refine((scopes) => scopes.includes('openid'), { error: 'should hold openid' })
        .refine(isEachOnce, ONCE)
        .default(['openid', 'email'])
        .describe(words.scopes),
      algorithms: z
        .array(z.enum(ALGORITHMS))
        .min(1)
        .refine(isEachOnce, ONCE)
        .default([...ALGORITHMS])
        .describe(words.algorithms),
      parameters: parameters.describe(words.parameters),
      mfaParameters: parameters.describe(words.mfaParameters),
      mfa: z
        .strictObject({
          claim: z.string().min(1).max(255).describe(words.mfaClaim),
          values: z.array(z.string().min(1).max(255)).min(1).max(50).describe(words.mfaValues),
        })
        .optional()
        .describe(words.mfa),
      linksByEmail: z.boolean().default(false).describe(words.linksByEmail),
    })
    .meta({
      id: 'AccountProviderBody',
      description: 'The account provider as it is put; a member that is left out takes its default.',
    });
}
