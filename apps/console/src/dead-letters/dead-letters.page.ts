import { notFound } from '@gatehouse/errors';
import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { anyAnswer, listOf, maybeText } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, link, text, time } from '../page/cells.ts';
import { listPage } from '../page/list-page.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';

const PATH = '/operator/dead-letters';
const DISCARD = '/operator/dead-letters/:deadLetterId/discard';
const REPLAY = '/operator/dead-letters/:deadLetterId/replay';

/** A dead letter of the operator's API: never its record, which may be about a person. */
const deadLetter = z.object({
  id: z.string(),
  topic: z.string(),
  group: maybeText,
  key: maybeText,
  reason: maybeText,
  at: maybeText,
});
type DeadLetter = z.output<typeof deadLetter>;

const DONE: Readonly<Record<string, string>> = {
  replayed: 'It is processed again. It leaves the list when that succeeds.',
  discarded: 'It is discarded.',
};

/** `GET /operator/dead-letters`: records that could not be processed. */
export function deadLettersPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: PATH,
    summary: 'Dead letters, by topic',
    query: z.object({
      topic: z.string().optional(),
      page: z.string().optional(),
      done: z.string().optional(),
    }),
    show: (manage, { query: { topic = '', page: number, done = '' } }) =>
      listPage(manage, {
        title: 'Dead letters',
        intro:
          'Records that could not be processed. Nothing waits for them; the next event of the same thing closes them.',
        path: PATH,
        from: { path: '/manage/dead-letters', member: 'deadLetters', record: deadLetter },
        filters: [{ name: 'topic', label: 'Topic', hint: 'Such as directory.users.v1', value: topic }],
        page: number,
        done: DONE[done],
        caption: 'Open dead letters',
        columns: ['Since', 'Topic', 'Consumer group', 'Key', 'Reason', 'Replay', 'Discard'],
        row: ({ id, at, topic: from, group, key, reason }) => [
          time(at),
          code(from),
          code(group),
          code(key),
          text(reason),
          {
            text: 'Replay',
            button: {
              text: 'Replay',
              about: `dead letter ${id}`,
              action: pathWith(REPLAY, {}, { deadLetterId: id }),
            },
          },
          link('Discard', pathWith(DISCARD, { topic: from }, { deadLetterId: id }), `dead letter ${id}`),
        ],
        empty: 'There is none: every record was processed.',
      }),
  });
}

const PAGE_SIZE = 500;
const MOST_PAGES = 20;

/** Among the open ones of its topic: the API has no path for a single one. */
async function findDeadLetter(manage: Manage, id: string, topic: string | undefined): Promise<DeadLetter> {
  for (let number = 1, of = 1; number <= of && number <= MOST_PAGES; number++) {
    const list = await manage.get('/manage/dead-letters', listOf('deadLetters', deadLetter), {
      ...{ topic, page: number, pageSize: PAGE_SIZE },
    });
    const found = list.records.find((one) => one.id === id);
    if (found !== undefined) return found;
    of = list.numberOfPages;
  }
  throw notFound();
}

/** `GET /operator/dead-letters/{id}/discard`: asks before it is discarded. */
export function askDiscardPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: DISCARD,
    summary: 'Asks before a dead letter is discarded',
    query: z.object({ topic: z.string().optional() }),
    async show(manage, { params: { deadLetterId }, query: { topic } }): Promise<Answer> {
      const found = await findDeadLetter(manage, deadLetterId, topic);
      return {
        view: 'ask',
        page: {
          title: 'Discard this dead letter?',
          back: { text: 'Dead letters', href: PATH },
          facts: [
            { key: 'Id', value: code(found.id) },
            { key: 'Topic', value: code(found.topic) },
            { key: 'Consumer group', value: code(found.group) },
            { key: 'Key', value: code(found.key) },
            { key: 'Reason', value: text(found.reason) },
            { key: 'Since', value: time(found.at) },
          ],
          warning: 'What it says is then never processed, unless a later event of the same thing says it.',
          action: pathWith(DISCARD, {}, { deadLetterId }),
          button: 'Discard it',
        },
      };
    },
  });
}

function deadLetterForm(
  dependencies: PageDependencies,
  path: typeof DISCARD | typeof REPLAY,
  { deed, done, summary }: { deed: string; done: string; summary: string },
): Route {
  return form(dependencies, {
    path,
    summary,
    page: () => PATH,
    async act(manage, { params: { deadLetterId } }): Promise<Answer> {
      await manage.send(
        'POST',
        `/manage/dead-letters/${encodeURIComponent(deadLetterId)}/${deed}`,
        anyAnswer,
      );
      return { location: pathWith(PATH, { done }) };
    },
  });
}

/** `POST /operator/dead-letters/{id}/replay`. */
export const replayForm = (dependencies: PageDependencies): Route =>
  deadLetterForm(dependencies, REPLAY, {
    deed: 'replay',
    done: 'replayed',
    summary: 'Process a dead letter again',
  });

/** `POST /operator/dead-letters/{id}/discard`. */
export const discardForm = (dependencies: PageDependencies): Route =>
  deadLetterForm(dependencies, DISCARD, {
    deed: 'discard',
    done: 'discarded',
    summary: 'Discard a dead letter',
  });
