import { isPlainText } from '@gatehouse/contracts';
import { AGE_MAX } from '../organisations/organisation.ts';

/** Reports what is wrong with a value, which makes the row faulty. */
export type Refuse = (reason: string) => undefined;
/** Turns a text into a value. */
export type ValueReader<T> = (text: string, refuse: Refuse) => T | undefined;

const REPLACEMENT = '\uFFFD';

/** One line of at most `max` UTF-16 code units. */
export function textOf(max: number): ValueReader<string> {
  return (text, refuse) => {
    if (text.length > max) return refuse(`is longer than ${max} characters`);
    if (text.includes(REPLACEMENT)) return refuse('holds bytes that are not in the charset');
    if (!isPlainText(text)) return refuse('holds control characters');
    return text;
  };
}

/** A code with the leading zeros that some tools remove. */
export function codeOf(width: number, max = 25): ValueReader<string> {
  const read = textOf(max);
  return (text, refuse) => read(text, refuse)?.padStart(width, '0');
}

export const wholeNumber: ValueReader<number> = (text, refuse) =>
  /^\d{1,9}$/.test(text) ? Number(text) : refuse('is not a number');

/** An age in years. An impossible number, such as 9999, means unknown. */
export const age: ValueReader<number> = (text, refuse) => {
  if (!/^-?\d+$/.test(text)) return refuse('is not a number');
  return text.startsWith('-') || Number(text) > AGE_MAX ? undefined : Number(text);
};

/** A key of the register, such as a URN: digits only, unchanged. */
export const registerNumber: ValueReader<string> = (text, refuse) =>
  /^\d{1,25}$/.test(text) ? text : refuse('is not a number');

/** One of a list's codes, with or without leading zeros. */
export function oneOf<V>(list: ReadonlyMap<string, V>): ValueReader<V> {
  return (text, refuse) => list.get(text) ?? list.get(text.replace(/^0+(?=.)/, '')) ?? refuse('is not known');
}

const DAY_FIRST = /^(\d{2})[-/](\d{2})[-/](\d{4})$/;
/** Registers write this where the day is unknown. */
const UNKNOWN_DAY = '1900-01-01';

/** A calendar date, `DD-MM-YYYY` or `DD/MM/YYYY`, as `YYYY-MM-DD`; the first of January 1900 means unknown. */
export const calendarDay: ValueReader<string> = (text, refuse) => {
  const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  const parsed = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(date))
    return refuse('is not a date');
  return date === UNKNOWN_DAY ? undefined : date;
};
