import type { Route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import { z } from 'zod';
import { listOf, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { text } from '../page/cells.ts';
import { choices } from '../page/choices.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';
import { instantFrom, ukTyped } from '../page/uk-instant.ts';
import type { AskPage, Fact } from '../page/view-model.ts';

const PATH = '/operator/deliveries/redeliver';
const BACK = { text: 'Deliveries', href: '/operator/deliveries' };
const DAY_MS = 86_400_000;
const WHEN = 'Such as 2026-11-30 09:00, UK time';

/** What the form says, as it was typed. */
interface Typed {
  status: string;
  serviceId: string;
  kind: string;
  since: string;
  until: string;
}

type Faults = Partial<Record<keyof Typed, string>>;

function askPage(typed: Typed, faults: Faults = {}, more: Partial<AskPage> = {}): AskPage {
  const { status, serviceId, kind, since, until } = typed;
  return {
    title: 'Send many deliveries again',
    back: BACK,
    warning: 'Their receivers get them once more, each under its id. The oldest 10,000 are sent at most.',
    fields: [
      {
        ...{ name: 'status', label: 'Status', value: status, error: faults.status },
        options: [
          { value: 'failed', text: 'failed: their schedule begins anew' },
          { value: 'pending', text: 'pending: the next attempt is at once' },
        ],
      },
      { name: 'since', label: 'Made since', hint: WHEN, value: since, error: faults.since },
      { name: 'until', label: 'Made before (optional)', hint: WHEN, value: until, error: faults.until },
      {
        ...{ name: 'serviceId', label: 'Service (optional)', hint: 'Its id or its client id' },
        ...{ value: serviceId, error: faults.serviceId },
      },
      {
        ...{ name: 'kind', label: 'Kind (optional)', value: kind, error: faults.kind },
        options: [
          { value: '', text: 'callbacks and webhooks' },
          ...choices(['callback', 'webhook', 'email']).slice(1),
        ],
      },
    ],
    faults: Object.values(faults),
    action: PATH,
    first: { text: 'Count them', value: 'count' },
    button: 'Send them again',
    ...more,
  };
}

/** The body of the call, or what is wrong with the form. */
function readTyped(typed: Typed): { body: Record<string, string>; faults: Faults } {
  const since = instantFrom(typed.since);
  const until = typed.until.trim() === '' ? undefined : instantFrom(typed.until);
  const faults: Faults = {};
  if (typed.since.trim() === '') faults.since = 'Enter since when the deliveries were made';
  else if (since === undefined) faults.since = `Made since must be a date, perhaps with a time. ${WHEN}`;
  if (typed.until.trim() !== '' && until === undefined)
    faults.until = `Made before must be a date, perhaps with a time. ${WHEN}`;
  const given = { status: typed.status, serviceId: typed.serviceId.trim(), kind: typed.kind, since, until };
  const body = Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { body: Object.fromEntries(body), faults };
}

const answerOfRedelivery = z.object({ redelivered: z.number(), more: z.boolean() });

async function send(manage: Manage, typed: Typed, body: Record<string, string>): Promise<Answer> {
  const { redelivered, more } = await manage.send(
    'POST',
    '/manage/deliveries/redeliver',
    answerOfRedelivery,
    body,
  );
  const facts: Fact[] = [{ key: 'Sent again', value: text(redelivered) }];
  return {
    view: 'detail',
    page: {
      title: redelivered === 1 ? '1 delivery is sent again' : `${redelivered} deliveries are sent again`,
      back: BACK,
      facts,
      ...(more && { done: 'There are more: send many again once more to reach them.' }),
      links: [
        {
          text: more ? 'Send the rest again' : 'Send others again',
          href: more ? pathWith(PATH, { ...typed }) : PATH,
        },
        {
          text: 'Pending deliveries',
          href: `/operator/deliveries?status=pending&serviceId=${encodeURIComponent(typed.serviceId)}`,
        },
      ],
    },
  };
}

const counted = listOf('deliveries', z.unknown());

/** How many there are, on the form again. Without a kind it is callbacks and webhooks that are sent. */
async function count(manage: Manage, typed: Typed, body: Record<string, string>): Promise<Answer> {
  const kinds = body.kind === undefined ? ['callback', 'webhook'] : [body.kind];
  const lists = await Promise.all(
    kinds.map((kind) => manage.get('/manage/deliveries', counted, { ...body, kind, pageSize: 1 })),
  );
  const found = lists.reduce((sum, { numberOfRecords }) => sum + numberOfRecords, 0);
  const facts: Fact[] = [{ key: 'Found', value: text(found === 1 ? '1 delivery' : `${found} deliveries`) }];
  return { view: 'ask', page: askPage(typed, {}, { facts }) };
}

/** Which field a refusal of the API is about. */
function faultsFrom(refusal: Refusal): Faults {
  const names = ['status', 'serviceId', 'kind', 'since', 'until'] as const;
  const faults: Record<string, string> = {};
  for (const sentence of refusal.sentences) {
    const name =
      names.find((one) => sentence.startsWith(one)) ?? (/service/i.test(sentence) ? 'serviceId' : 'status');
    faults[name] ??= sentence;
  }
  return faults;
}

/** `GET /operator/deliveries/redeliver`: asks which are sent again. */
export function askRedeliverPage(dependencies: PageDependencies & { clock: Clock }): Route {
  return page(dependencies, {
    path: PATH,
    summary: 'Asks which deliveries are sent again',
    query: z.object({
      status: z.string().optional(),
      serviceId: z.string().optional(),
      kind: z.string().optional(),
      since: z.string().optional(),
      until: z.string().optional(),
    }),
    async show(_manage, { query: { status, serviceId = '', kind = '', since: from, until = '' } }) {
      const since = from ?? ukTyped(dependencies.clock.now() - DAY_MS);
      const typed = { status: status === 'pending' ? status : 'failed', serviceId, kind, since, until };
      return { view: 'ask', page: askPage(typed) };
    },
  });
}

const field = z.string().default('');

/** `POST /operator/deliveries/redeliver`: counts them, or sends them again. */
export function redeliverManyForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: PATH,
    summary: 'Send many deliveries again',
    page: () => PATH,
    fields: { status: field, serviceId: field, kind: field, since: field, until: field, do: field },
    async act(manage, { body: { do: what, status, serviceId, kind, since, until } }): Promise<Answer> {
      const typed = { status: status === '' ? 'failed' : status, serviceId, kind, since, until };
      const { body, faults } = readTyped(typed);
      if (Object.keys(faults).length > 0) return { view: 'ask', status: 422, page: askPage(typed, faults) };
      try {
        return await (what === 'count' ? count : send)(manage, typed, body);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 400) throw error;
        return { view: 'ask', status: 422, page: askPage(typed, faultsFrom(error)) };
      }
    },
  });
}
