import { consumerOf } from '@gatehouse/consumers';
import { originOf } from '@gatehouse/contracts';
import { onNewPerson, type RegistrationDependencies } from './on-new-person.ts';

/** Sign-in requests a user for who proved an address that nobody has. All other records are ignored. */
export function challengesConsumer(dependencies: RegistrationDependencies) {
  return consumerOf({
    async 'gatehouse.signin.challenge.v1'(event) {
      const { state } = event.data;
      return state.status === 'proved'
        ? onNewPerson(dependencies, state, originOf(event))
        : { ignored: 'no command request for directory' };
    },
  });
}
