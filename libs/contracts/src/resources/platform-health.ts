import { z } from 'zod';
import { apps } from '../apps.ts';

const lag = z
  .object({
    topic: z.string().describe('The topic.'),
    group: z.string().describe('The group of consumers that reads it.'),
    records: z.int().nonnegative().describe('How many of its records the group has not yet handled.'),
  })
  .meta({ id: 'ConsumerLag', description: 'How far a group of consumers is behind a topic.' });

const ownFigures = {
  ready: z.boolean().describe('Whether it is ready; `false` also where it does not answer.'),
  outboxAgeMs: z
    .int()
    .nonnegative()
    .nullable()
    .describe(
      'The age of its oldest event that is not yet in the event log, in milliseconds: 0 where none waits, `null` where it cannot be found out.',
    ),
  lag: z
    .array(lag)
    .describe(
      'What its consumers have still to read, by topic and group, as the instance that was asked sees it; empty where that cannot be found out.',
    ),
};

/**
 * An app's own part of the platform's health, as the gateway gets it. What cannot be found out is null; an app that publishes
 * nothing, or reads nothing, leaves that out.
 */
export const ownAppHealth = z.object({
  ready: ownFigures.ready,
  outboxAgeMs: ownFigures.outboxAgeMs.default(0),
  lag: ownFigures.lag.nullable().default([]),
});

/** What the notifier adds to its own part. */
export const notifierFigures = z.object({
  deadLetters: z.int().nonnegative().nullish(),
  failingWebhooks: z.int().nonnegative().nullish(),
});

const appHealth = z
  .object({
    name: z.enum(Object.keys(apps) as [keyof typeof apps]).describe('The name of the app.'),
    ...ownFigures,
  })
  .meta({ id: 'AppHealth', description: 'How one app of the platform does.' });

/** The answer of `GET /manage/health`. */
export const platformHealth = z
  .object({
    apps: z.array(appHealth).describe('Every app of the platform; of each, one instance is asked.'),
    deadLetters: z
      .int()
      .nonnegative()
      .nullable()
      .describe(
        'How many dead letters are open: records that could not be processed. `null` where it cannot be found out.',
      ),
    failingWebhooks: z
      .int()
      .nonnegative()
      .nullable()
      .describe(
        'How many enabled webhooks fail: those whose `failingSince` is set. `null` where it cannot be found out.',
      ),
  })
  .meta({ id: 'PlatformHealth', description: 'How the platform does.' });

export type PlatformHealth = z.output<typeof platformHealth>;
export type AppHealth = PlatformHealth['apps'][number];
