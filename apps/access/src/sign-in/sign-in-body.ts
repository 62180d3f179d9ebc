import { faultOfReceiverUrl } from '@gatehouse/callback-address';
import { isOnThisMachine, servesSignIn, signInWords } from '@gatehouse/contracts';
import { z } from 'zod';
import { faultOfPublicKey, usedMembers } from './public-keys.ts';

/** What a service's addresses are held to. */
export interface AddressRules {
  /** Whether services may have addresses inside the platform's network. */
  allowPrivateCallbacks: boolean;
  /** Whether the platform runs as separate processes. */
  distributed: boolean;
}

const MOST_ADDRESSES = 50;
const MOST_KEYS = 20;

function address(faultOf: (text: string) => string | undefined) {
  return z
    .string()
    .max(2_048)
    .superRefine((text, context) => {
      const message = faultOf(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({ format: 'uri' });
}

const personAddress = address((text) =>
  servesSignIn(text)
    ? undefined
    : 'should be an https URL, or http on localhost, 127.0.0.1 or [::1], without a fragment',
);

/** Why keys cannot be fetched from an address. */
export function faultOfJwksUri(text: string, rules: AddressRules): string | undefined {
  const fault = faultOfReceiverUrl(text, true);
  if (fault !== undefined) return fault;
  const url = new URL(text);
  if (url.protocol === 'http:' && (rules.distributed || !isOnThisMachine(url))) return 'must be an https URI';
  return rules.allowPrivateCallbacks ? undefined : faultOfReceiverUrl(text, false);
}

const publicKey = z
  .record(z.string(), z.unknown())
  .superRefine((key, context) => {
    const message = faultOfPublicKey(key);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .transform(usedMembers)
  .describe(
    'An RSA key of 2,048 bits or more, or an EC key on P-256. Members that the platform does not use are left out.',
  );

const keySet = z.strictObject({
  keys: z
    .array(publicKey)
    .min(1)
    .max(MOST_KEYS)
    .refine(
      (keys) => {
        const ids = keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]));
        return new Set(ids).size === ids.length;
      },
      { error: 'should have each kid once' },
    )
    .describe('The keys (RFC 7517), each kid once.'),
});

/** A rule about several members, which is checked whatever the faults of others are. */
const whenAnObject = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null;
const wantsKeys = (given: { clientAuth?: unknown }) => given.clientAuth === 'private_key_jwt';

/** The member `signIn` of a service as it is put. */
export function signInBody(rules: AddressRules) {
  return z
    .strictObject({
      postLogoutRedirectUris: z
        .array(personAddress)
        .max(MOST_ADDRESSES)
        .default([])
        .describe(signInWords.postLogoutRedirectUris),
      backchannelLogoutUri: address((text) => faultOfReceiverUrl(text, rules.allowPrivateCallbacks))
        .optional()
        .describe(signInWords.backchannelLogoutUri),
      startUrl: personAddress.optional().describe(signInWords.startUrl),
      clientAuth: z.enum(['secret', 'private_key_jwt']).default('secret').describe(signInWords.clientAuth),
      jwks: keySet.optional().describe(signInWords.jwks),
      jwksUri: address((text) => faultOfJwksUri(text, rules))
        .optional()
        .describe(signInWords.jwksUri),
      pkce: z.enum(['required', 'optional']).default('required').describe(signInWords.pkce),
      organisations: z.enum(['granted', 'member']).default('granted').describe(signInWords.organisations),
      refreshTokens: z.boolean().default(false).describe(signInWords.refreshTokens),
    })
    .refine((given) => !wantsKeys(given) || given.jwks !== undefined || given.jwksUri !== undefined, {
      path: ['clientAuth'],
      error: 'needs jwks or jwksUri, where it is private_key_jwt',
      when: whenAnObject,
    })
    .refine(({ jwks, jwksUri }) => jwks === undefined || jwksUri === undefined, {
      path: ['jwksUri'],
      error: 'should be left out where jwks is given',
      when: whenAnObject,
    })
    .refine((given) => wantsKeys(given) || (given.jwks === undefined && given.jwksUri === undefined), {
      path: ['clientAuth'],
      error: 'should be private_key_jwt where jwks or jwksUri is given',
      when: whenAnObject,
    })
    .meta({
      id: 'ServiceSignInBody',
      description:
        'How people sign in to a service, as it is put; a member that is left out takes its default.',
    });
}
