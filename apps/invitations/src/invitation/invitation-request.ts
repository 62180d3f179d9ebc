import { EMAIL_MAX_LENGTH, isBlank, isEmailAddress, isHttpUrl, isPlainText } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';

const NAME_MAX = 255;
const URL_MAX = 2_048;
const SUBJECT_MAX = 200;
const BODY_MAX = 5_000;

type Faults = (text: string) => string | undefined;

function checked<S extends z.ZodType>(
  schema: S,
  faultOf: (value: NonNullable<z.output<S>>) => string | undefined,
): S {
  return schema.superRefine((value, context) => {
    const fault = value === undefined || value === null ? undefined : faultOf(value);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });
}

/** The words for a member that is missing, or is not of its type. */
const wordsOf =
  (name: string, otherwise = `${name} must be text`) =>
  ({ input }: { input?: unknown }) =>
    input === undefined || input === null ? `Missing ${name}` : otherwise;

function plain(name: string, max: number, lines: 'one line' | 'lines' = 'one line'): Faults {
  return (text) => {
    if (text.length > max) return `${name} is longer than ${max} characters`;
    return isPlainText(text, lines) ? undefined : `${name} holds control characters`;
  };
}

function present(name: string, then: Faults): Faults {
  return (text) => (isBlank(text) ? `Missing ${name}` : then(text));
}

function name(member: string) {
  const schema = checked(z.string({ error: wordsOf(member) }), present(member, plain(member, NAME_MAX)));
  return schema.meta({ minLength: 1, maxLength: NAME_MAX });
}

function url(member: string) {
  const words = `${member} must be a valid, fully qualified, http(s) URI`;
  const schema = checked(z.string({ error: words }).nullish(), (text) => {
    if (text.length > URL_MAX) return `${member} is longer than ${URL_MAX} characters`;
    return isHttpUrl(text) ? undefined : words;
  });
  return schema.meta({ format: 'uri', maxLength: URL_MAX });
}

function optionalText(member: string, faultOf: Faults) {
  return checked(z.string({ error: `${member} must be text` }).nullish(), faultOf);
}

const NO_SOURCE_ID = 'sourceId must be text or a whole number';
const sourceId = checked(
  z.union([z.string(), z.int({ error: wordsOf('sourceId', NO_SOURCE_ID) })], {
    error: wordsOf('sourceId', NO_SOURCE_ID),
  }),
  (value) =>
    typeof value === 'string' ? present('sourceId', plain('sourceId', NAME_MAX))(value) : undefined,
).meta({
  maxLength: NAME_MAX,
  minLength: 1,
  description: 'Your own id of the person: text or a whole number. The callback brings it back as it came.',
});

const NO_EMAIL = 'email is not a valid email address';
const email = checked(
  z.string({ error: wordsOf('email', NO_EMAIL) }),
  present('email', (text) => (isEmailAddress(text) ? undefined : NO_EMAIL)),
).meta({ format: 'email', maxLength: EMAIL_MAX_LENGTH });

/** The members of a request, each with its own words for every fault. Null stands for a member left out. */
const members = {
  sourceId,
  given_name: name('given_name').describe('The given name of the person, who may correct it when accepting.'),
  family_name: name('family_name').describe(
    'The family name of the person, who may correct it when accepting.',
  ),
  email: email.describe('The address that is invited. No two users have the same, whatever the letter case.'),
  callback: url('callback').describe(
    'Where the platform posts the result (the webhook `callback`). Left out: nothing is sent. A private address is refused where the platform does not allow one.',
  ),
  userRedirect: url('userRedirect').describe(
    'Where the browser of the person goes after accepting. Its origin must be that of one of the redirect URIs of the service. Left out: the first of them.',
  ),
  organisation: optionalText('organisation', (text) =>
    canonicalId(text) === undefined ? 'organisation does not exist' : undefined,
  )
    .meta({ format: 'uuid' })
    .describe(
      'The id of an organisation, in any case (not its URN or UKPRN): the person becomes a member there, and has access to the service for it, without roles. Left out: the service may read the person, who gets no access and is in neither `GET /users` nor `GET /users/changes`.',
    ),
  inviteSubjectOverride: optionalText(
    'inviteSubjectOverride',
    plain('inviteSubjectOverride', SUBJECT_MAX),
  ).meta({
    maxLength: SUBJECT_MAX,
    description:
      'Your own subject for the email: one line. `((VERIFICATION CODE))` in it becomes the code that the page asks for.',
  }),
  inviteBodyOverride: optionalText('inviteBodyOverride', plain('inviteBodyOverride', BODY_MAX, 'lines')).meta(
    {
      maxLength: BODY_MAX,
      description:
        'Your own words for the email, in place of those of the platform: plain text with line breaks, HTML is shown as it is written. The link and the code follow whatever it says.',
    },
  ),
};

/** The body of `POST /services/{service-id}/invitations`. Unknown members are ignored. */
export const invitationRequest = z.looseObject(members).meta({
  id: 'InvitationRequest',
  description:
    'Who is invited, and what happens then. Unknown members are ignored, `null` counts as left out.',
});
export type InvitationRequest = z.output<typeof invitationRequest>;

/** What a request refers to, as far as those members are sound by themselves. */
export interface References {
  callback?: string;
  userRedirect?: string;
  organisationId?: string;
}

function soundText(schema: z.ZodType<string | null | undefined>, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success && parsed.data !== null ? parsed.data : undefined;
}

/** The references of a body, however faulty the rest of it is: all faults are reported at once. */
export function referencesOf(body: Readonly<Record<string, unknown>>): References {
  const callback = soundText(members.callback, body.callback);
  const userRedirect = soundText(members.userRedirect, body.userRedirect);
  const organisation = soundText(members.organisation, body.organisation);
  const organisationId = organisation === undefined ? undefined : canonicalId(organisation);
  return {
    ...(callback !== undefined && { callback }),
    ...(userRedirect !== undefined && { userRedirect }),
    ...(organisationId !== undefined && { organisationId }),
  };
}

/** A text that overrides something, unless it is blank. */
export function overrideOf(text: string | null | undefined): string | undefined {
  return text === undefined || text === null || isBlank(text) ? undefined : text;
}
