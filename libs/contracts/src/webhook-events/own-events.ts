import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { webhookEventOf } from './event-parts.ts';

const serviceId = uuid.describe('The id of the service whose webhook it is: a UUID in upper case.');

/** What a webhook is told of itself. */
export const ownEvents = {
  'webhook.enabled': webhookEventOf(
    'webhook.enabled',
    'The webhook was disabled and is enabled again. What happened meanwhile was not told: read `/users/changes`. It needs no subscription.',
    { serviceId, missedSince: instant.describe('Since when nothing was told: ISO 8601 in UTC.') },
  ),
  'webhook.test': webhookEventOf('webhook.test', 'A test that was asked for.', {
    serviceId,
    test: z.literal(true).describe('Always `true`.'),
  }),
};
