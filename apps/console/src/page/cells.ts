import { ukTime } from '@gatehouse/texts';
import type { Cell } from './view-model.ts';

const NONE: Cell = { text: '–' };

/** A text, or a dash where there is none. */
export function text(value: string | number | undefined): Cell {
  return value === undefined || value === '' ? NONE : { text: String(value) };
}

/** An id, perhaps with a link to its page. */
export function code(value: string | undefined, href?: string): Cell {
  return value === undefined ? NONE : { text: value, code: true, href };
}

export function link(value: string, href: string, about?: string): Cell {
  return { text: value, href, about };
}

/** An instant in UK time, with seconds where instants are close; what is no instant stands as it is. */
export function time(at: string | undefined, exactness?: 'with seconds'): Cell {
  if (at === undefined) return NONE;
  if (Number.isNaN(Date.parse(at))) return { text: at };
  if (exactness === undefined) return { text: ukTime(at) };
  return { text: ukTime(at).replace(/^.*?(?= on )/, clock.format(new Date(at))) };
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
});

const TAGS: Readonly<Record<string, Cell['tag']>> = {
  delivered: 'green',
  accepted: 'green',
  enabled: 'green',
  active: 'green',
  ready: 'green',
  pending: 'blue',
  open: 'blue',
  failed: 'red',
  'not ready': 'red',
  disabled: 'red',
  expired: 'yellow',
};

/** A status as a tag. Colour alone says nothing: the word does. */
export function tag(status: string): Cell {
  return { text: status, tag: TAGS[status] ?? 'grey' };
}

/** Milliseconds as people read them. */
export function duration(ms: number | undefined): Cell {
  if (ms === undefined) return NONE;
  if (ms < 1_000) return { text: `${Math.round(ms)} ms` };
  const seconds = ms / 1_000;
  if (seconds < 120) return { text: `${Math.round(seconds * 10) / 10} s` };
  if (seconds < 7_200) return { text: `${Math.round(seconds / 60)} min` };
  return { text: `${Math.round(seconds / 3_600)} h` };
}
