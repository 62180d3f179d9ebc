import { forbidden, invalidToken } from '@gatehouse/errors';

/** The person whose token it is. 401 where they were removed since it was given. */
export function knownPerson<P>(person: P | undefined): P {
  if (person === undefined) throw invalidToken('The person is no user any more');
  return person;
}

/** The person whose token it is, where their account is in use: else 403. */
export function activePerson<P extends { status: number }>(person: P): P {
  if (person.status !== 1) throw forbidden('This account is not active');
  return person;
}
