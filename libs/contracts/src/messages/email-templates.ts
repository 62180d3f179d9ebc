import { z } from 'zod';
import { instant, language } from '../primitives.ts';

const served = {
  givenName: z.string().optional().describe('The given name.'),
  serviceName: z.string().describe('The name of the service.'),
  organisationName: z.string().optional().describe('The name of the organisation.'),
  language: language
    .optional()
    .describe('The language that the person last chose: English where it is absent.'),
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
} as const;

export type EmailTemplate = keyof typeof emailTemplates;
export type EmailData<T extends EmailTemplate> = z.output<(typeof emailTemplates)[T]>;
