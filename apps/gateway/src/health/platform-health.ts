import {
  type AppHealth,
  type AppName,
  appNames,
  type BackendName,
  notifierFigures,
  ownAppHealth,
  type PlatformHealth,
} from '@gatehouse/contracts';
import type { Logger } from '@gatehouse/runtime';
import type { AskApp, Asking } from './ask-app.ts';

/** Gathers how the platform does. It never rejects: what is away is shown as that. */
export type GatherHealth = (asking: Asking) => Promise<PlatformHealth>;

export interface PlatformHealthDependencies {
  /** The gateway's own part. */
  own: () => Promise<unknown>;
  ask: Readonly<Record<BackendName, AskApp>>;
  log: Logger;
}

function healthIn(name: AppName, answer: unknown): AppHealth {
  const { data } = ownAppHealth.safeParse(answer);
  return data === undefined
    ? { name, ready: false, outboxAgeMs: null, lag: [] }
    : { name, ...data, lag: data.lag ?? [] };
}

/** Asks one instance of every app at the same time. */
export function createGatherHealth({ own, ask, log }: PlatformHealthDependencies): GatherHealth {
  async function answerOf(name: AppName, asking: Asking): Promise<unknown> {
    try {
      return await (name === 'gateway' ? own() : ask[name](asking));
    } catch (err) {
      log.warn({ err, app: name }, 'an app does not tell how it does');
      return undefined;
    }
  }

  return async (asking) => {
    const answers = await Promise.all(appNames.map((name) => answerOf(name, asking)));
    const figures = notifierFigures.safeParse(answers[appNames.indexOf('notifier')]).data;
    return {
      apps: appNames.map((name, index) => healthIn(name, answers[index])),
      deadLetters: figures?.deadLetters ?? null,
      failingWebhooks: figures?.failingWebhooks ?? null,
    };
  };
}
