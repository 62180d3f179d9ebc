import type { PresentUser } from '@gatehouse/contracts';
import { user } from '@gatehouse/contracts/testing';
import type { InvitationsUnderTest, Known } from './invitations-under-test.ts';

/** Directory and access, replying to every command request by themselves. */
export function answeringNeighbours(app: InvitationsUnderTest) {
  const users = new Map<string, PresentUser>();

  function holderOf(email = ''): PresentUser | undefined {
    return [...users.values()].find((each) => each.email?.toLowerCase() === email.toLowerCase());
  }

  function publish(state: PresentUser): void {
    users.set(state.id, state);
    void app.neighbours.publish('gatehouse.directory.user.v1', state);
  }

  function answer(state: PresentUser, commandRequest: { id: string; at: string }): void {
    const others = state.answered.filter(({ id }) => id !== commandRequest.id);
    publish({ ...state, answered: [...others, { id: commandRequest.id, at: commandRequest.at }].slice(-16) });
  }

  app.onState((state: Known) => {
    if (state.kind === 'registration') {
      if (state.status !== 'accepted' || state.commandRequest === undefined) return;
      const { email, userId } = state;
      answer(holderOf(email) ?? user(userId, email === undefined ? {} : { email }), state.commandRequest);
    } else if (state.status === 'linking') {
      const linked = users.get(state.userId);
      if (linked !== undefined) answer(linked, state.commandRequest);
    } else if (state.status === 'granting') {
      void app.neighbours.publish('gatehouse.access.service-link.v1', {
        id: state.id,
        commandRequestId: state.commandRequest.id,
        serviceId: state.serviceId,
        userId: state.userId,
        userVersion: state.userVersion,
        outcome: 'linked',
        at: new Date().toISOString(),
      });
    }
  });
  return { publish, users };
}
