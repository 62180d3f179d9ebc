import { z } from 'zod';
import { webhookMessage } from '../messages/webhook-message.ts';
import { uuid } from '../primitives.ts';

/** What services are told of one change of a user, an organisation or a grant. Written once, never changed. */
export const noticeState = z.object({
  id: z.string().describe('`<id of the user, organisation or grant>/<its version>`.'),
  subjectId: uuid.describe(
    'The user, or the organisation, that it is about. Its notices are in one partition, in the order of the changes.',
  ),
  messages: z.array(webhookMessage).describe('The webhook events to send, in this order.'),
});
export type NoticeState = z.output<typeof noticeState>;
