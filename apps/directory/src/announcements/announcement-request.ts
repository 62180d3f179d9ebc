import {
  ISO_INSTANT,
  isBlank,
  isoInstant,
  isPlainText,
  announcementWords as words,
} from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';
import { IDENTIFIER_MAX } from '../resources/fields.ts';
import type { Message } from './announcement.ts';

const TITLE_MAX = 255;
const SUMMARY_MAX = 340;
const BODY_MAX = 5_000;

/** The text for a member that is missing or not of its type. */
const wordsOf =
  (name: string, otherwise = `${name} must be text`) =>
  ({ input }: { input?: unknown }) =>
    input === undefined || input === null ? `Missing ${name}` : otherwise;

function filled(name: string, max: number, lines: 'one line' | 'lines') {
  return z
    .string({ error: wordsOf(name) })
    .refine((text) => !isBlank(text), { error: `Missing ${name}`, abort: true })
    .refine((text) => text.length <= max, { error: `${name} is longer than ${max} characters`, abort: true })
    .refine((text) => isPlainText(text, lines), { error: `${name} holds control characters` })
    .meta({ minLength: 1, maxLength: max });
}

const dateWords = (name: string) => `${name} must be an ISO 8601 date`;

function instantOf(name: string, whenEmpty = dateWords(name)) {
  const words = dateWords(name);
  return z
    .string({ error: wordsOf(name, words) })
    .meta({ pattern: ISO_INSTANT.source })
    .transform((text, context) => {
      const at = isoInstant(text);
      if (at !== undefined) return new Date(at).toISOString();
      context.addIssue({ code: 'custom', message: text === '' ? whenEmpty : words });
      return z.NEVER;
    });
}

const NO_UUID = 'messageId must be a UUID';
const messageId = z
  .string({ error: wordsOf('messageId', NO_UUID) })
  .meta({ format: 'uuid' })
  .transform((text, context) => {
    const id = canonicalId(text);
    if (id !== undefined) return id;
    context.addIssue({
      code: 'custom',
      message: text === '' ? 'Missing messageId' : NO_UUID,
    });
    return z.NEVER;
  });

const URN = /^\d+$/;
const URN_WORDS = 'urn must be a number';
const urn = z
  .union([z.string(), z.int({ error: URN_WORDS }).min(0, { error: URN_WORDS })], { error: URN_WORDS })
  .meta({ pattern: URN.source, maxLength: IDENTIFIER_MAX })
  .transform(String)
  .refine((text) => URN.test(text) && text.length <= IDENTIFIER_MAX, { error: URN_WORDS });
const uid = z
  .string({ error: 'uid must be text' })
  .refine((text) => !isBlank(text) && text.length <= IDENTIFIER_MAX && isPlainText(text), {
    error: `uid must be text of 1 to ${IDENTIFIER_MAX} characters`,
  })
  .meta({ minLength: 1, maxLength: IDENTIFIER_MAX });

/** The members of a request, with the text of each fault. Null counts as absent. */
const members = {
  messageId: messageId.describe(words.messageId),
  urn: urn.nullish().describe(words.urn),
  uid: uid.nullish().describe(words.uid),
  type: z.literal([1, 2, 4, 5], { error: wordsOf('type', 'type must be 1, 2, 4 or 5') }).describe(words.type),
  title: filled('title', TITLE_MAX, 'one line').describe(words.title),
  summary: filled('summary', SUMMARY_MAX, 'lines').describe(words.summary),
  body: filled('body', BODY_MAX, 'lines').describe(words.body),
  publishedAt: instantOf('publishedAt', 'Missing publishedAt').describe(words.publishedAt),
  expiresAt: instantOf('expiresAt').nullish().describe(words.expiresAt),
};

/** The body of `POST /organisations/announcements`. Unknown members are ignored. */
export const announcementRequest = z.looseObject(members).meta({
  id: 'AnnouncementRequest',
  description: 'An announcement as a service publishes it. The organisation is named by `urn` or by `uid`.',
});

/** An organisation as a request names it. */
export type NamedOrganisation = { by: 'urn' | 'uid'; value: string };

/** The content of a body, or its faults. The organisation is read even where the rest is faulty. */
export interface ReadAnnouncement {
  faults: string[];
  named: NamedOrganisation | undefined;
  /** Undefined where anything is faulty. */
  content: { id: string; message: Omit<Message, 'organisationId'> } | undefined;
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

function namedBy(body: Readonly<Record<string, unknown>>): NamedOrganisation | string | undefined {
  if (isGiven(body.urn) && isGiven(body.uid)) return 'Only one of urn and uid may be given';
  if (!isGiven(body.urn) && !isGiven(body.uid)) return 'Missing urn or uid';
  const by = isGiven(body.urn) ? 'urn' : 'uid';
  const { data } = members[by].safeParse(body[by]);
  return typeof data === 'string' ? { by, value: data } : undefined;
}

/** Reads a body and reports all of its faults, in the order of the members. */
export function readAnnouncement(body: Readonly<Record<string, unknown>>): ReadAnnouncement {
  const parsed = announcementRequest.safeParse(body);
  const ofMembers = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  const naming = namedBy(body);
  const faults = typeof naming === 'string' ? [...ofMembers, naming] : ofMembers;
  const named = typeof naming === 'string' ? undefined : naming;
  if (!parsed.success || named === undefined) return { faults, named, content: undefined };
  const { messageId: id, type, title, summary, body: text, publishedAt, expiresAt } = parsed.data;
  const message = {
    [named.by]: named.value,
    ...{ type, title, summary, body: text, publishedAt },
    ...(typeof expiresAt === 'string' && { expiresAt }),
  };
  return { faults, named, content: { id, message } };
}
