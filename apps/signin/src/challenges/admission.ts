import { emailKey } from '@gatehouse/contracts';
import type { People } from '../people/people.read-model.ts';
import type { KnownUser } from '../people/users.store.ts';

/** Who may sign in with an address, as the projections have it. */
export type Admission =
  | { kind: 'user'; user: KnownUser }
  /** Nobody's, and who has it may have an account made. */
  | { kind: 'newcomer' }
  | { kind: 'no-account' }
  | { kind: 'deactivated'; user: KnownUser };

export interface AdmissionDependencies {
  people: Pick<People, 'users' | 'invitations'>;
  /** Whether anybody may make an account, or only who is invited. */
  selfRegistration: boolean;
}

export async function admissionOf(
  { people, selfRegistration }: AdmissionDependencies,
  email: string,
): Promise<Admission> {
  const key = emailKey(email);
  const user = await people.users.withEmail(key);
  if (user !== undefined) return { kind: user.status === 1 ? 'user' : 'deactivated', user };
  const invited = selfRegistration || (await people.invitations.waitingFor(key, 1)).length > 0;
  return { kind: invited ? 'newcomer' : 'no-account' };
}
