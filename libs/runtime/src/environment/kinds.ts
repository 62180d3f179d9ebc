import { z } from 'zod';
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

/** Undefined where it is absent. */
export function optionalText(expected: string, pattern: RegExp): Variable<string | undefined> {
  return { schema: z.string().regex(pattern), expected, absent: fixed(undefined) };
}

function isHttpUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false;
  const url = new URL(value);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** An http(s) address, given without a slash at its end; undefined where it is absent. */
export function optionalHttpUrl(): Variable<string | undefined> {
  return {
    schema: z
      .string()
      .refine(isHttpUrl)
      .transform((value) => value.replace(/\/+$/, '')),
    expected: 'an http:// or https:// address without user, query or fragment',
    absent: fixed(undefined),
  };
}

function isOrigin(value: string): boolean {
  return /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(value) && URL.canParse(value);
}

/** Scheme, host and port of an http(s) address, given without a slash at its end; undefined where it is absent. */
export function optionalOrigin(): Variable<string | undefined> {
  return {
    schema: z
      .string()
      .refine(isOrigin)
      .transform((value) => value.replace(/\/$/, '')),
    expected:
      'http:// or https:// with a host, and a port where needed, without user, path, query or fragment',
    absent: fixed(undefined),
  };
}

/** The address of a page for people: http(s), with whatever path, query and fragment; undefined where it is absent. */
export function optionalPageUrl(): Variable<string | undefined> {
  const isPage = (value: string) => {
    const url = URL.parse(value);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  };
  return {
    schema: z.string().max(2_048).refine(isPage),
    expected: 'an http:// or https:// address without user',
    absent: fixed(undefined),
  };
}

function isEmailUrl(value: string): boolean {
  if (value === 'mailbox:') return true;
  const url = URL.parse(value);
  return (
    url !== null &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    url.search === '' &&
    url.hash === ''
  );
}

/** Where emails go; default `mailbox:`, where they are kept to be looked at. */
export function emailUrl(): Variable<string> {
  return {
    schema: z.string().refine(isEmailUrl),
    expected:
      'mailbox:, smtp://host:port or smtps://host:port, with user:password@ before the host where needed',
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

/** What others send as a bearer token; undefined where it is absent. */
export function bearerToken(): Variable<string | undefined> {
  return {
    schema: z.string().regex(/^[!-~]{16,1000}$/),
    expected: `a token of at least ${SHORTEST_SECRET} characters without spaces, best the base64 text of 32 random bytes`,
    secret: true,
    absent: fixed(undefined),
  };
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
