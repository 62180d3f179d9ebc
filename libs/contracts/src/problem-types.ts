import { z } from 'zod';

/** A kind of problem that has a `type` of its own. `/docs/problems` explains each under its name. */
export interface ProblemType {
  /** Which fault it is: that gives its status. */
  code: 'unauthenticated' | 'forbidden' | 'conflict' | 'unprocessable';
  title: string;
  /** For the caller, as the problem's `detail`. */
  detail: string;
  /** When it is answered, and what helps. */
  description: string;
  /** The scheme in `WWW-Authenticate`, where it is not the client's own token that is refused. */
  challenge?: string;
  members: z.ZodRawShape;
}

/** The challenge of a person's session, which is never taken for the client's own 401. */
export const SESSION_CHALLENGE = 'GOVUK-Account-Session';

const attributes = (which: string) => z.array(z.string()).describe(`The names of the attributes ${which}.`);

/** Every kind of problem with a `type` of its own, by the name at the end of that type. */
export const problemTypes = {
  'session-invalid': {
    code: 'unauthenticated',
    title: 'Session invalid',
    detail: 'There is no session that counts. Sign in again',
    description:
      'The header `GOVUK-Account-Session` is missing, or its session has ended. The client’s own token is good: have the person sign in again.',
    challenge: SESSION_CHALLENGE,
    members: {},
  },
  'sign-in-failed': {
    code: 'unauthenticated',
    title: 'Sign-in failed',
    detail: 'Nobody is signed in by this. Begin a new sign-in',
    description:
      'The sign-in is over, was used, or the identity provider did not say who it is. Begin a new one: this one signs nobody in. The answer does not say why; the log does.',
    challenge: SESSION_CHALLENGE,
    members: {},
  },
  'mfa-required': {
    code: 'forbidden',
    title: 'MFA required',
    detail: 'Some of the attributes need a session with MFA',
    description:
      'Some of the attributes need a sign-in with a second factor. Begin a sign-in with `mfa=true`, and ask again with its session.',
    members: { attributes: attributes('that need MFA') },
  },
  'unknown-attribute-names': {
    code: 'unprocessable',
    title: 'Unknown attribute names',
    detail: 'Some of the attributes are not known here',
    description: 'No attribute has such a name, or this service may not read it.',
    members: { attributes: attributes('that are not known') },
  },
  'unwritable-attributes': {
    code: 'forbidden',
    title: 'Unwritable attributes',
    detail: 'Some of the attributes cannot be written by this service',
    description:
      'The attribute is the identity provider’s word, is declared unwritable, or is written by other services. Nothing was changed.',
    members: {
      attributes: attributes('that cannot be written'),
      errors: z.array(z.string()).describe('Why, a line for each attribute.'),
    },
  },
  'email-taken': {
    code: 'conflict',
    title: 'Email taken',
    detail: 'Another identity has this email',
    description: 'An email is one identity’s, in whatever letter case. Nothing was changed.',
    members: {},
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemTypeName = keyof typeof problemTypes;

/** The path of the page that explains them. A problem's `type` is its address, with `#` and the name. */
export const PROBLEMS_PATH = '/docs/problems';
