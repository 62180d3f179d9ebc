import type { Route } from '@gatehouse/http';
import { tagOf } from './declared-operations.ts';

/** Last words of a POST's path that say what is done, where other last words say what is made. */
const DEEDS = new Set(['import', 'resend', 'redeliver', 'rebuild']);

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const wordsIn = (segment: string) => segment.split(/[-.]/).map(capitalised).join('');

function singular(word: string): string {
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/, '');
}

function verbOf(method: Route['method'], last: string): string {
  if (method === 'get') return last.startsWith(':') || !last.endsWith('s') ? 'get' : 'list';
  return { post: 'create', put: 'put', patch: 'change', delete: 'delete' }[method];
}

/** An operation's name, from its method and path: `putServiceRole`, `listUserOrganisations`; the operator's begin with `operator`. */
export function operationIdOf(route: Route): string {
  const segments = route.path.split('/').filter((segment) => segment !== '' && segment !== 'manage');
  const deed = route.method === 'post' && DEEDS.has(segments.at(-1) ?? '') ? segments.pop() : undefined;
  const names = segments.flatMap((segment, place) => {
    if (segment.startsWith(':')) return [];
    const next = segments[place + 1];
    const isMade = route.method === 'post' && deed === undefined && next === undefined;
    const isOne = isMade || next?.startsWith(':');
    return wordsIn(isOne ? singular(segment) : segment);
  });
  const words = [deed ?? verbOf(route.method, segments.at(-1) ?? ''), ...names];
  const id = (tagOf(route) === 'Operator' ? ['operator', ...words] : words).map(capitalised).join('');
  return id.charAt(0).toLowerCase() + id.slice(1);
}
