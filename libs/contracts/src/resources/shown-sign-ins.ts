import { z } from 'zod';
import { pageOf } from './paged.ts';

/** How a sign-in ended. */
export const signInOutcomes = [
  'signed-in',
  'organisation-not-chosen',
  'no-organisation',
  'access-denied',
  'refused',
  'wrong-code',
  'deactivated',
] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** How the person came: by a code, by another provider, or by a session that was there. */
export const signInMethods = ['code', 'provider', 'session'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** The record of a sign-in, as its person and the operator see it. */
export const shownSignIn = z
  .object({
    at: z.string().describe('When: ISO 8601 in UTC.'),
    method: z
      .enum(signInMethods)
      .describe('How: by a code, by another provider, or by the session that was there already.'),
    serviceId: z.string().nullable().describe('The id of the service; `null` where it is not known.'),
    organisationId: z
      .string()
      .nullable()
      .describe('The organisation for which the person came; `null` where none was chosen.'),
    outcome: z
      .enum(signInOutcomes)
      .describe(
        [
          'What came of it. `signed-in`: the service was told who the person is. `organisation-not-chosen`: the person has yet to choose among several organisations.',
          '`no-organisation`: the person has access to the service for no organisation. `access-denied`: the person went back to the service.',
          '`refused`: the service had asked for somebody else. `wrong-code`: a code that was not the right one. `deactivated`: the account is deactivated.',
        ].join(' '),
      ),
    address: z
      .string()
      .nullable()
      .describe(
        'The network that the person came from, cut to /24 (IPv6: /48); `null` where it is not known.',
      ),
  })
  .meta({ id: 'SignIn', description: 'What came of a sign-in. It is kept for 90 days.' });
export type ShownSignIn = z.output<typeof shownSignIn>;

export const signInsPage = pageOf('signIns', shownSignIn);
