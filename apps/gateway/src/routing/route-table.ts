/** The services behind the gateway. */
export type Destination = 'directory' | 'access' | 'invitations' | 'notifier';

/** Who may pass: the operator alone, any known client, anybody; the mailbox's rule depends on where the platform runs. */
export type Passage = 'operator' | 'client' | 'open' | 'mailbox';

export interface Way {
  /** For logs and metrics. */
  readonly pattern: string;
  readonly destination: Destination;
  readonly passage: Passage;
}

/** Every path behind the gateway: `*` is one segment, `**` any number of them, none included. */
const TABLE: readonly (readonly [pattern: string, destination: Destination, passage: Passage])[] = [
  ['/manage/services/**', 'access', 'operator'],
  ['/manage/read-models/invitations-copies/**', 'invitations', 'operator'],
  ['/manage/read-models/**', 'access', 'operator'],
  ['/manage/users/*/organisations/*/services/**', 'access', 'operator'],
  ['/manage/users/**', 'directory', 'operator'],
  ['/manage/organisations/**', 'directory', 'operator'],
  ['/manage/invitations/**', 'invitations', 'operator'],
  ['/manage/deliveries/**', 'notifier', 'operator'],
  ['/services/*/invitations', 'invitations', 'client'],
  ['/services/*/roles', 'access', 'client'],
  ['/services/*/organisations/*/users/*', 'access', 'client'],
  ['/users/**', 'access', 'client'],
  ['/organisations/announcements/**', 'directory', 'client'],
  ['/organisations/categories', 'directory', 'client'],
  ['/organisations/establishment-types', 'directory', 'client'],
  ['/organisations/*/users', 'access', 'client'],
  ['/register/**', 'invitations', 'open'],
  ['/assets/**', 'invitations', 'open'],
  ['/mailbox/**', 'notifier', 'mailbox'],
];

interface Step {
  readonly words: Map<string, Step>;
  any?: Step;
  rest?: Way;
  end?: Way;
}

const newStep = (): Step => ({ words: new Map() });

function stepTo(from: Step, segment: string): Step {
  if (segment === '*') {
    from.any ??= newStep();
    return from.any;
  }
  const next = from.words.get(segment) ?? newStep();
  from.words.set(segment, next);
  return next;
}

function build(): Step {
  const root = newStep();
  for (const [pattern, destination, passage] of TABLE) {
    const way: Way = { pattern, destination, passage };
    const segments = pattern.slice(1).split('/');
    const open = segments.at(-1) === '**';
    let step = root;
    for (const segment of open ? segments.slice(0, -1) : segments) step = stepTo(step, segment);
    if (open) step.rest = way;
    else step.end = way;
  }
  return root;
}

/** Words before `*`, `*` before `**`: the most particular pattern that fits. */
function follow(step: Step, segments: readonly string[], place: number): Way | undefined {
  const segment = segments[place];
  if (segment === undefined) return step.end ?? step.rest;
  const word = step.words.get(segment);
  const byWord = word && follow(word, segments, place + 1);
  if (byWord !== undefined) return byWord;
  const byAny = step.any && segment !== '' ? follow(step.any, segments, place + 1) : undefined;
  return byAny ?? step.rest;
}

const ROOT = build();

/** A slash at a path's end changes nothing, except that it is all of the path. */
export function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Where a path leads, as it is written (nothing is decoded); a slash at its end changes nothing. Undefined: nowhere. */
export function wayOf(path: string): Way | undefined {
  return follow(ROOT, withoutLastSlash(path).split('/'), 1);
}
