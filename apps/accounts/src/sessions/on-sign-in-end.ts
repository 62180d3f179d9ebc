import { consumerOf } from '@gatehouse/consumers';
import type { AccountSessions } from './open-sessions.ts';

/**
 * Sessions at the platform's own provider end those that came from them. Their ids are random, so that no session at another
 * provider has one.
 */
export function signInEndsConsumer({ sessions }: { sessions: Pick<AccountSessions, 'endWhere'> }) {
  return consumerOf({
    async 'gatehouse.signin.session.v1'(event) {
      const { state } = event.data;
      if (state.status !== 'ended') return { ignored: 'the person is signed in' };
      await sessions.endWhere({ providerSid: state.id, userId: state.userId }, 'provider');
      return undefined;
    },
  });
}
