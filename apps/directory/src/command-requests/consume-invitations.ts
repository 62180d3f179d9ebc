import { consumerOf } from '@gatehouse/consumers';
import { originOf } from '@gatehouse/contracts';
import { createLinking, type LinkingDependencies } from './on-invitation-linking.ts';
import { onNewPerson, type RegistrationDependencies } from './on-new-person.ts';

const NOTHING = { ignored: 'no command request for directory' };

/** Invitations request two things of this app: to link a user, and to make one. All other records are ignored. */
export function invitationsConsumer(dependencies: RegistrationDependencies & LinkingDependencies) {
  const link = createLinking(dependencies);
  return consumerOf({
    async 'gatehouse.invitations.invitation.v1'(event) {
      const { state } = event.data;
      return state.status === 'linking' ? link(state, originOf(event)) : NOTHING;
    },
    async 'gatehouse.invitations.registration.v1'(event) {
      const { state } = event.data;
      return state.status === 'accepted' ? onNewPerson(dependencies, state, originOf(event)) : NOTHING;
    },
  });
}
