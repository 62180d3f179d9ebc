import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { maybe, maybeText } from '../gateway/answers.ts';
import { code, text, time } from '../page/cells.ts';
import { choices } from '../page/choices.ts';
import { listPage } from '../page/list-page.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import { instantFrom } from '../page/uk-instant.ts';
import type { Cells } from '../page/view-model.ts';

const TYPES = [
  'user',
  'organisation',
  'service',
  'grant',
  'invitation',
  'webhook',
  'announcement',
  'request',
];
const WHEN = 'Such as 2026-11-30 09:00, UK time';

const auditRecord = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  entity: z.object({ type: z.string(), id: z.string() }),
  changed: maybe(z.array(z.string())),
  before: maybe(z.record(z.string(), z.unknown())),
  after: maybe(z.record(z.string(), z.unknown())),
  correlationId: maybeText,
});
type AuditRecord = z.output<typeof auditRecord>;

/** The entities that have a page of their own. */
const PAGES: Readonly<Record<string, string>> = {
  user: '/operator/users/',
  organisation: '/operator/organisations/',
  service: '/operator/services/',
  webhook: '/operator/services/',
  invitation: '/operator/invitations/',
};

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Each changed member, with what it was and is where that is not personal. */
function changesOf({ changed = [], before = {}, after = {} }: AuditRecord): Cells {
  if (changed.length === 0) return text(undefined);
  return changed.map((name) => {
    const was = before[name];
    const is = after[name];
    if (was === undefined && is === undefined) return text(name);
    return {
      text: `${name}: ${was === undefined ? 'none' : shown(was)} → ${is === undefined ? 'none' : shown(is)}`,
    };
  });
}

/** `GET /operator/audit`: who changed what, and when. */
export function auditPage(dependencies: PageDependencies): Route {
  const optional = z.string().optional();
  return page(dependencies, {
    path: '/operator/audit',
    summary: 'Who changed what',
    query: z.object({
      ...{
        entity: optional,
        actor: optional,
        type: optional,
        since: optional,
        until: optional,
        page: optional,
      },
    }),
    show(manage, { query: { entity = '', actor = '', type = '', since = '', until = '', page: number } }) {
      return listPage(manage, {
        title: 'Audit',
        path: '/operator/audit',
        from: { path: '/manage/audit', member: 'records', record: auditRecord },
        filters: [
          { name: 'entity', label: 'Entity', hint: 'An id, of whatever it is', value: entity },
          { name: 'actor', label: 'Who', hint: 'Such as operator, or client: and an id', value: actor },
          { name: 'type', label: 'What', value: type, options: choices(TYPES) },
          { name: 'since', label: 'Since', hint: WHEN, value: since, sent: instantFrom(since) },
          { name: 'until', label: 'Before', hint: WHEN, value: until, sent: instantFrom(until) },
        ],
        page: number,
        caption: 'Changes, the newest first',
        columns: ['When', 'Who', 'Did', 'What', 'Members', 'Request'],
        row: (record) => {
          const { at, actor: who, action, entity: what, correlationId } = record;
          const base = PAGES[what.type];
          return [
            time(at, 'with seconds'),
            code(who),
            text(action),
            [text(what.type), code(what.id, base === undefined ? undefined : `${base}${what.id}`)],
            changesOf(record),
            code(correlationId),
          ];
        },
        empty: 'There is none. With fewer filters more are found.',
      });
    },
  });
}
