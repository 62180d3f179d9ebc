import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { uuid } from '../primitives.ts';

/** The operator gave a user another address: who is told of it. Written once, never changed. */
export const addressChangeState = z.object({
  id: z.string().describe('`<id of the user>/<its version>`.'),
  userId: uuid.describe('The user.'),
  messages: messages.describe('The emails to the former and to the new address.'),
});
