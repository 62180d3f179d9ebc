import { isBlank, isPlainText, identityProviderWords as words } from '@gatehouse/contracts';
import { issuerFault } from '@gatehouse/oidc-client';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';

/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;
/** RFC 6749, appendix A, without spaces. */
const PRINTABLE = /^[\x21-\x7e]+$/;

const isEachOnce = (list: readonly string[]) => new Set(list).size === list.length;
const ONCE = { error: 'should hold each value once' };
const PLAIN = { error: 'should be printable ASCII characters without spaces' };

const name = z
  .string()
  .max(255)
  .refine((text) => isPlainText(text, 'one line'), { error: 'should have no control characters' })
  .refine((text) => !isBlank(text), { error: 'should not be blank' })
  .meta({ minLength: 1 });

const serviceId = z
  .string()
  .meta({ format: 'uuid' })
  .transform((text, context) => {
    const id = canonicalId(text);
    if (id !== undefined) return id;
    context.addIssue('should be a UUID');
    return z.NEVER;
  });

/** The body of an identity provider as the operator puts it. */
export function identityProviderBody(allowHttpOnLoopback: boolean) {
  return z
    .strictObject({
      name: name.describe(words.name),
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
      scopes: z
        .array(z.string().regex(SCOPE, { error: 'should be a scope' }))
        .max(50)
        .refine((scopes) => scopes.includes('openid'), { error: 'should hold openid' })
        .refine(isEachOnce, ONCE)
        .default(['openid', 'email', 'profile'])
        .describe(words.scopes),
      trustEmail: z.enum(['verified', 'always']).default('verified').describe(words.trustEmail),
      mfa: z
        .array(z.string().max(255).regex(PRINTABLE, PLAIN))
        .max(50)
        .refine(isEachOnce, ONCE)
        .default([])
        .describe(words.mfa),
      services: z
        .array(serviceId)
        .min(1)
        .max(1_000)
        .refine(isEachOnce, ONCE)
        .optional()
        .describe(words.services),
      status: z.literal([0, 1]).default(1).describe(words.status),
    })
    .meta({
      id: 'IdentityProviderBody',
      description: 'An identity provider as it is put; a member that is left out takes its default.',
    });
}
