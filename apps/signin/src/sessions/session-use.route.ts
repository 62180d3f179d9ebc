import { SESSION_USE_PATH } from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Sessions } from './open-sessions.ts';

const heard = z.object({
  quietMs: z.number().describe('For so long this session’s uses need not be told again: milliseconds.'),
});

/** `POST /internal/session-use`: the gateway tells that a person’s token was used, in whichever app. */
export function sessionUseRoute({ sessions }: { sessions: Sessions }): Route {
  return route({
    method: 'post',
    path: SESSION_USE_PATH,
    access: 'open',
    summary: 'Note that a session is used',
    responses: { 200: heard },
    async handle({ caller }) {
      if (caller.kind !== 'person') throw forbidden();
      await sessions.touch(caller.sessionId);
      return { status: 200, body: { quietMs: sessions.quietMs } };
    },
  });
}
