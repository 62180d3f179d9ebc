import type { Route } from '@gatehouse/http';
import type { z } from 'zod';
import { NoAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { duration, link, tag, text } from '../page/cells.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import type { Table } from '../page/view-model.ts';
import { platformHealth } from './health.ts';

type Apps = z.output<typeof platformHealth>['apps'];

function appsTable(apps: Apps): Table {
  return {
    caption: 'Apps',
    columns: ['App', 'State', 'Oldest event not yet in the log', 'Records to go'],
    rows: apps.map(({ name, ready, outboxAgeMs, lag }) => [
      text(name),
      tag(ready ? 'ready' : 'not ready'),
      outboxAgeMs === 0 ? text('none waits') : duration(outboxAgeMs),
      text(lag?.reduce((sum, { records }) => sum + records, 0)),
    ]),
    empty: 'The gateway names no app.',
  };
}

function lagTable(apps: Apps): Table {
  const behind = apps.flatMap(({ name, lag = [] }) =>
    lag.filter(({ records }) => records > 0).map((one) => ({ name, ...one })),
  );
  return {
    caption: 'Consumers that are behind',
    columns: ['App', 'Consumer group', 'Topic', 'Records to go'],
    rows: behind.map(({ name, group, topic, records }) => [
      text(name),
      text(group),
      text(topic),
      text(records),
    ]),
    empty: 'None: every consumer has read to the end of its topics.',
  };
}

const HEALTH = '/manage/health';

async function getHealth(manage: Manage) {
  try {
    return await manage.get(HEALTH, platformHealth);
  } catch (error) {
    // It is always there, but for an older release of the gateway.
    if (error instanceof Refusal) throw new NoAnswer(HEALTH, error.status);
    throw error;
  }
}

/** `GET /operator`: how the platform is. */
export function overviewPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator',
    summary: 'How the platform is',
    async show(manage) {
      const { apps, deadLetters, failingWebhooks } = await getHealth(manage);
      return {
        view: 'detail',
        page: {
          title: 'Overview',
          facts: [
            {
              key: 'Dead letters',
              value: link(countOf(deadLetters), '/operator/dead-letters', 'dead letters'),
            },
            {
              key: 'Failing webhooks',
              value: link(
                countOf(failingWebhooks),
                '/operator/services',
                'failing webhooks: see the services',
              ),
            },
            { key: 'Failed deliveries', value: link('List them', '/operator/deliveries?status=failed') },
          ],
          tables: [appsTable(apps), lagTable(apps)],
        },
      };
    },
  });
}

function countOf(count: number | undefined): string {
  return count === undefined ? 'not known' : String(count);
}
