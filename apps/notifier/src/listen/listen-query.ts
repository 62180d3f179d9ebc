import { ALL_EVENTS, wantedEvent } from '@gatehouse/contracts';
import { z } from 'zod';
import { AS_WEBHOOK } from '../tap/listener.domain.ts';

const MOST_WAIT_S = 25;

const wait = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return MOST_WAIT_S;
    if (/^(0|[1-9]\d?)$/.test(text) && Number(text) <= MOST_WAIT_S) return Number(text);
    const message = `${text} is not a valid value for wait. Expected a whole number of seconds, 0 to ${MOST_WAIT_S}`;
    context.addIssue({ code: 'custom', message, params: { namesItsField: true } });
    return z.NEVER;
  })
  .meta({
    ...{ type: 'integer', minimum: 0, maximum: MOST_WAIT_S, default: MOST_WAIT_S },
    description: 'How many seconds the answer waits at most while there is no message.',
  });

const events = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return [AS_WEBHOOK];
    const types = [...new Set(text.split(','))];
    const unknown = types.filter((type) => !wantedEvent.safeParse(type).success);
    if (unknown.length === 0) return types;
    const message = `events must be types of events, separated by commas, or ${ALL_EVENTS}`;
    context.addIssue({ code: 'custom', message, params: { namesItsField: true } });
    return z.NEVER;
  })
  .meta({
    type: 'string',
    examples: ['user.updated,user.removed'],
    description:
      'Only these types of events, separated by commas, or `*`; callbacks and tests come anyway. Left out: those of the webhook, all where there is none.',
  });

/** The query of `GET /services/{id}/listen`. */
export const listenQuery = z.object({
  after: z.string().optional().describe('`next` of the last answer. Left out: it begins at now.'),
  wait,
  events,
});
