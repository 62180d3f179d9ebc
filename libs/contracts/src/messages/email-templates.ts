import { z } from 'zod';
import { instant, language } from '../primitives.ts';
import { requestFailures } from '../request-failures.ts';

const chosenLanguage = language
  .optional()
  .describe('The language that the person last chose: English where it is absent.');

/** An attempt to sign in to a service. */
const asked = {
  serviceName: z.string().describe('The name of the service.'),
  askedAt: instant.describe('When somebody asked to sign in.'),
  language: chosenLanguage,
};

const served = {
  givenName: z.string().optional().describe('The given name.'),
  serviceName: z.string().describe('The name of the service.'),
  organisationName: z.string().optional().describe('The name of the organisation.'),
  language: chosenLanguage,
};

/** What each template of an email says, by the template's name: the data of its messages. */
export const emailTemplates = {
  /** Link and code, by which a person registers. Sealed: `{ token, code }`. */
  registration: z.object({
    ...served,
    subject: z.string().optional().describe("The service's own subject."),
    body: z.string().optional().describe("The service's own words."),
    expiresAt: instant.describe('Until when the link works.'),
  }),
  /** What a known user was given access to, and by whom. */
  informing: z.object({
    ...served,
    granted: z
      .boolean()
      .optional()
      .describe(
        "False where access was asked for and not given: the service's policies do not admit the user.",
      ),
  }),
  /** Tells the operator that a webhook was disabled. */
  'webhook-disabled': z.object({
    serviceName: z.string().describe('The name of the service.'),
    reason: z.enum(['gone', 'failing']).describe('Why.'),
    since: instant.describe('Since when it fails.'),
  }),
  /** The code by which a person signs in. Sealed: `{ code }`, eight digits. */
  'sign-in-code': z.object({ ...asked, expiresAt: instant.describe('Until when the code works.') }),
  /** Somebody asked to sign in with an address that is nobody's. */
  'sign-in-no-account': z.object(asked),
  /** Somebody asked to sign in with the address of a deactivated user. */
  'sign-in-deactivated': z.object(asked),
  /** Tells a user that an account elsewhere signs them in from now on. */
  'identity-linked': z.object({
    givenName: served.givenName,
    providerName: z.string().describe('The name of the identity provider.'),
    at: instant.describe('When it became so.'),
    language: chosenLanguage,
  }),
  /** Tells a person that the address of the account was changed: one email to the old address, one to the new. */
  'address-changed': z.object({
    givenName: served.givenName,
    address: z.enum(['old', 'new']).describe('To which of the two addresses it goes.'),
    at: instant.describe('When it was changed.'),
    language: chosenLanguage,
  }),
  /** Tells a person what came of their request for access. It names nobody. */
  'access-request': z.object({
    organisationName: z.string().describe('The name of the organisation.'),
    serviceName: z.string().optional().describe('The name of the service that was asked for.'),
    outcome: z.enum(['done', 'rejected', 'failed', 'expired']).describe('What came of it.'),
    reason: z.string().optional().describe('Why it was rejected, in the words of who decided.'),
    failure: z.enum(requestFailures).optional().describe('Why it failed though it was approved.'),
    startUrl: z.string().optional().describe('Where one begins to use the service.'),
    language: chosenLanguage,
  }),
} as const;

export type EmailTemplate = keyof typeof emailTemplates;
export type EmailData<T extends EmailTemplate> = z.output<(typeof emailTemplates)[T]>;
