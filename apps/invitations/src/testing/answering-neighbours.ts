import type { PresentUser } from '@gatehouse/contracts';
import type { InvitationsUnderTest, Known } from './invitations-under-test.ts';
import { user } from './neighbours.ts';

/** Directory and access as they answer, by themselves, whatever this app asks. */
export function answeringNeighbours(app: InvitationsUnderTest) {
  const users = new Map<string, PresentUser>();

  function holderOf(email = ''): PresentUser | undefined {
    return [...users.values()].find((each) => each.email?.toLowerCase() === email.toLowerCase());
  }

  function tell(state: PresentUser): void {
    users.set(state.id, state);
    void app.neighbours.publish('gatehouse.directory.user.v1', state);
  }

  function answer(state: PresentUser, ask: { id: string; at: string }): void {
    const others = state.answered.filter(({ id }) => id !== ask.id);
    tell({ ...state, answered: [...others, { id: ask.id, at: ask.at }].slice(-16) });
  }

  app.onState((state: Known) => {
    if (state.kind === 'registration') {
      if (state.status !== 'accepted' || state.ask === undefined) return;
      const { email, userId } = state;
      answer(holderOf(email) ?? user(userId, email === undefined ? {} : { email }), state.ask);
    } else if (state.status === 'linking') {
      const linked = users.get(state.userId);
      if (linked !== undefined) answer(linked, state.ask);
    } else if (state.status === 'granting') {
      void app.neighbours.publish('gatehouse.access.introduction.v1', {
        id: state.id,
        askId: state.ask.id,
        serviceId: state.serviceId,
        userId: state.userId,
        outcome: 'introduced',
        at: new Date().toISOString(),
      });
    }
  });
  return { tell, users };
}
