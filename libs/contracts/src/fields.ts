import { z } from 'zod';
import { isBlank, lowerAscii } from './texts.ts';

/** Emails: the HTML standard's pattern for `input type=email`, with a dot in the domain. ASCII, so case folds simply. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;
const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LINE_BREAKS = /[^\P{Cc}\r\n]/u;

export const EMAIL_MAX_LENGTH = 254;

/** Whether a text is an email address that the platform takes. */
export function isEmailAddress(text: string): boolean {
  return text.length <= EMAIL_MAX_LENGTH && EMAIL.test(text);
}

/** What emails are compared and looked up by. */
export function emailKey(email: string): string {
  return lowerAscii(email);
}

/** Whether a text holds no control character and no half of a surrogate pair; line breaks are allowed where a text has lines. */
export function isPlainText(text: string, lines: 'one line' | 'lines' = 'one line'): boolean {
  return !(lines === 'lines' ? CONTROL_BUT_LINE_BREAKS : CONTROL).test(text) && text.isWellFormed();
}

/** One line of text, 1 to `max` UTF-16 code units, which shows something; faults name `label`. Nothing is trimmed. */
export function line(label: string, max: number) {
  return z
    .string({ error: `${label} must be text` })
    .refine((text) => !isBlank(text), { error: `${label} is missing`, abort: true })
    .refine((text) => text.length <= max, { error: `${label} is longer than ${max} characters`, abort: true })
    .refine((text) => isPlainText(text), { error: `${label} holds control characters` });
}

/** Whether a text is an absolute http or https URL with a host and without credentials. */
export function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !isPlainText(text) || /\s/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && url.username === '' && url.password === '';
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a URL's host is the machine of who opens it. */
export function isOnThisMachine({ hostname }: URL): boolean {
  return THIS_MACHINE.includes(hostname);
}

/** Whether people are sent to an address when they sign in or out: `https`, or `http` on their own machine, without a fragment. */
export function servesSignIn(text: string): boolean {
  if (!isHttpUrl(text) || text.includes('#')) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || isOnThisMachine(url);
}
