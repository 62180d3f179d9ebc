import { z } from 'zod';
import { maskedEmailUrl, readEmailUrl } from './email-url.ts';
import type { Setting, Variable } from './variable.ts';

const fixed =
  <T>(value: T) =>
  () => ({ value });

function numberWhere(pattern: RegExp, holds: (value: number) => boolean): z.ZodType<number, string> {
  return z
    .string()
    .regex(pattern)
    .transform(Number)
    .refine((value) => Number.isFinite(value) && holds(value));
}

/** A TCP port; 0 takes a free one. */
export function port(standard: number): Variable<number> {
  return {
    schema: numberWhere(/^\d{1,5}$/, (value) => value <= 65_535),
    expected: 'a port from 0 to 65535',
    absent: fixed(standard),
  };
}

export function wholeNumber(least: number, most: number, standard: number): Variable<number> {
  return {
    schema: numberWhere(/^\d{1,15}$/, (value) => value >= least && value <= most),
    expected: `a whole number from ${least} to ${most}`,
    absent: fixed(standard),
  };
}

/** More than 0; fractions allowed. */
export function positiveNumber(most: number, standard: number): Variable<number> {
  return {
    schema: numberWhere(/^\d{1,9}(\.\d{1,15})?$/, (value) => value > 0 && value <= most),
    expected: `a number above 0 and up to ${most}`,
    absent: fixed(standard),
  };
}

/** 0 or more; fractions allowed. */
export function numberFromZero(most: number, standard: number): Variable<number> {
  return {
    schema: numberWhere(/^\d{1,9}(\.\d{1,15})?$/, (value) => value <= most),
    expected: `a number from 0 to ${most}`,
    absent: fixed(standard),
  };
}

/** Comma-separated seconds, fractions allowed. */
export function secondsList(standard: readonly number[]): Variable<readonly number[]> {
  const seconds = numberWhere(/^\d{1,9}(\.\d{1,6})?$/, (value) => value <= 30 * 86_400);
  return {
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(seconds).min(1).max(50)),
    expected: 'a comma-separated list of 1 to 50 numbers of seconds, such as 0,5,300',
    absent: fixed(standard),
  };
}

export function trueOrFalse(standard: (setting: Setting) => boolean): Variable<boolean> {
  return {
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
    expected: 'true or false',
    absent: (setting) => ({ value: standard(setting) }),
  };
}

export function text(
  expected: string,
  pattern: RegExp,
  standard: (setting: Setting) => string,
): Variable<string> {
  return { schema: z.string().regex(pattern), expected, absent: (setting) => ({ value: standard(setting) }) };
}

/** A value that is undefined where it is absent. */
function optional<T>(schema: z.ZodType<T, string>, expected: string): Variable<T | undefined> {
  return { schema, expected, absent: fixed(undefined) };
}

export function optionalText(expected: string, pattern: RegExp): Variable<string | undefined> {
  return optional(z.string().regex(pattern), expected);
}

function withoutCredentials(url: URL): boolean {
  return url.username === '' && url.password === '';
}

/** A whole number that is undefined where it is absent: whether it was given counts. */
export function optionalWholeNumber(least: number, most: number): Variable<number | undefined> {
  return optional(
    numberWhere(/^\d{1,15}$/, (value) => value >= least && value <= most),
    `a whole number from ${least} to ${most}`,
  );
}

/** An http(s) address, given without a slash at its end. */
export function optionalHttpUrl(): Variable<string | undefined> {
  const isAddress = (value: string) => {
    const url = /^https?:\/\//i.test(value) ? URL.parse(value) : null;
    return url !== null && withoutCredentials(url) && url.search === '' && url.hash === '';
  };
  const schema = z.string().refine(isAddress);
  return optional(
    schema.transform((value) => value.replace(/\/+$/, '')),
    'an http:// or https:// address without user, query or fragment',
  );
}

/** Scheme, host and port of an http(s) address, given without a slash at its end. */
export function optionalOrigin(): Variable<string | undefined> {
  const isOrigin = (value: string) => /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(value) && URL.canParse(value);
  const schema = z.string().refine(isOrigin);
  return optional(
    schema.transform((value) => value.replace(/\/$/, '')),
    'http:// or https:// with a host, and a port where needed, without user, path, query or fragment',
  );
}

/** Scheme, host and port exactly as they are written, since others compare the text. */
export function exactOrigin(): Variable<string | undefined> {
  const isOrigin = (value: string) => /^https?:\/\/[^/?#@\\\s]+$/i.test(value) && URL.canParse(value);
  return optional(
    z.string().refine(isOrigin),
    'http:// or https:// with a host, and a port where needed, without user, path, query, fragment or a slash at its end',
  );
}

/** The address of a page for people: http(s), with whatever path, query and fragment. */
export function optionalPageUrl(): Variable<string | undefined> {
  const isPage = (value: string) => {
    const url = URL.parse(value);
    return url !== null && /^https?:$/.test(url.protocol) && withoutCredentials(url);
  };
  return optional(z.string().max(2_048).refine(isPage), 'an http:// or https:// address without user');
}

/** Where emails go; default `mailbox:`, where they are kept to be looked at. */
export function emailUrl(): Variable<string> {
  return {
    schema: z.string().refine((value) => !('fault' in readEmailUrl(value))),
    expected:
      'mailbox:, smtp://user:password@host:port?pool=5&tls=required (or offered, never), smtps://… with TLS from the start, or notify://KEY@host?template=ID&replyTo=ID',
    shown: maskedEmailUrl,
    faultOf(value) {
      const read = readEmailUrl(value);
      return 'fault' in read ? read.fault : undefined;
    },
    absent: fixed('mailbox:'),
  };
}

const SHORTEST_SECRET = 16;
const requiredWhenDistributed = ({ distributed }: Setting) =>
  distributed ? ('required' as const) : { value: undefined };

/** One secret. Standalone makes and keeps its own where it is absent. */
export function secret(): Variable<string | undefined> {
  return {
    schema: z.string().min(SHORTEST_SECRET).max(1_000),
    expected: `a secret of at least ${SHORTEST_SECRET} characters, best the base64 text of 32 random bytes`,
    secret: true,
    absent: requiredWhenDistributed,
  };
}

/** What others send as a bearer token. */
export function bearerToken(): Variable<string | undefined> {
  const expected = `a token of at least ${SHORTEST_SECRET} characters without spaces, best the base64 text of 32 random bytes`;
  return { ...optional(z.string().regex(/^[!-~]{16,1000}$/), expected), secret: true };
}

/** A token that another system gave. */
export function foreignToken(): Variable<string | undefined> {
  return { ...optional(z.string().regex(/^[!-~]{1,8000}$/), 'a token without spaces'), secret: true };
}

/** Comma-separated keys: the first is used, the others still open and verify. */
export function keyList(): Variable<readonly string[] | undefined> {
  return {
    schema: z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .pipe(z.array(z.string().min(SHORTEST_SECRET).max(1_000)).min(1).max(20)),
    expected: `a comma-separated list of keys of at least ${SHORTEST_SECRET} characters each, best the base64 text of 32 random bytes`,
    secret: true,
    absent: requiredWhenDistributed,
  };
}
