import { callbackIn, user } from '@gatehouse/contracts/testing';
import { hostileEventLog } from '@gatehouse/event-log/testing';
import { hostileStore } from '@gatehouse/store/testing';
import { eventually } from '@gatehouse/testing';
import { answeringNeighbours } from '../testing/answering-neighbours.ts';
import { type Answer, startInvitationsUnderTest, testId } from '../testing/invitations-under-test.ts';
import { CHILD, invite, MEALS, makeScene, request } from '../testing/scene.ts';

const CALLBACK = 'https://meals.example.org/callback';

/** As a client does: a request that failed with 5xx is sent again with its key. */
async function insist(send: () => Promise<Answer>): Promise<Answer> {
  return eventually(async () => {
    const answer = await send();
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    return answer;
  });
}

test.each([1, 2])(
  'through writes that fail and records that come twice, late and in any order, every journey ends, once (%i)',
  async (seed) => {
    const app = await startInvitationsUnderTest({
      hostile: {
        store: (store) => hostileStore(store, { seed }),
        eventLog: (eventLog) => hostileEventLog(eventLog, { seed }),
      },
    });
    try {
      await makeScene(app);
      const neighbours = answeringNeighbours(app);
      const emails = Array.from({ length: 12 }, (_, place) => `person${place}@example.org`);
      for (const email of emails.slice(0, 4)) neighbours.publish(user(testId(email), { email }));
      const asked = emails.flatMap((email) => [MEALS, CHILD].map((to) => ({ email, to })));
      const answers = await Promise.all(
        asked.map(({ email, to }, place) =>
          insist(() =>
            invite(app, request(email, { callback: CALLBACK }), {
              to,
              headers: { 'idempotency-key': `key ${place}` },
            }),
          ),
        ),
      );
      const ids = answers.map((answer) => answer.body.invitationId as string);
      expect(new Set(ids).size).toBe(asked.length);

      // Four are users, four come by the page, four become users otherwise.
      for (const email of emails.slice(4, 8)) {
        const { path, code } = await app.emailTo(email);
        await eventually(async () => {
          const { status } = await app.submit(path, { code });
          expect([303, 410]).toContain(status);
        });
      }
      for (const email of emails.slice(8)) neighbours.publish(user(testId(email), { email }));

      const ended = await Promise.all(ids.map((id) => app.reached(id, 'accepted')));
      for (const [place, state] of ended.entries()) {
        const holder = [...neighbours.users.values()].find(({ email }) => email === asked[place]?.email);
        expect(state.userId).toBe(holder?.id);
        expect(callbackIn(state)?.body.sub).toBe(holder?.id);
      }
      const registrations = [...app.states.values()].filter(({ kind }) => kind === 'registration');
      await eventually(() => {
        const open = registrations.filter(({ id }) => {
          const state = app.states.get(id);
          return state?.status === 'open' || (state?.status === 'accepted' && 'commandRequest' in state);
        });
        expect(open).toEqual([]);
      });
      expect(app.logged.join('')).not.toContain('dead letter');
    } finally {
      await app.close();
    }
  },
);
