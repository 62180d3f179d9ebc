import { personWords } from '@gatehouse/contracts';
import { activePerson, knownPerson, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { filledText } from '../resources/fields.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { renameUser } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';
import { changeOf } from './change-of.ts';

const words = { given_name: 'The given name of the person.', family_name: 'The family name of the person.' };

const namesBody = z
  .strictObject({
    given_name: filledText().describe(words.given_name),
    family_name: filledText().describe(words.family_name),
  })
  .meta({ id: 'NamesBody', description: 'The names that a person gives themselves.' });

const ownNames = z
  .object({
    sub: z.string().describe(personWords.userId),
    given_name: z.string().describe(words.given_name),
    family_name: z.string().describe(words.family_name),
  })
  .meta({ id: 'Names', description: 'A person’s names.' });

/** `PUT /me/names`: a person changes their own names. */
export function putNamesRoute({ users, published, clock }: { users: Users } & WriteDependencies): Route {
  return route({
    method: 'put',
    path: '/me/names',
    access: 'person',
    operationId: 'putOwnNames',
    summary: 'Change one’s own names',
    faults: 'field',
    body: namesBody,
    responses: { 200: ownNames },
    async resolve({ caller }) {
      activePerson(knownPerson(await users.present(caller.userId)));
    },
    async handle({ body, caller: { userId: id }, actor, correlationId }) {
      const at = new Date(clock.now()).toISOString();
      const names = { givenName: body.given_name, familyName: body.family_name };
      const changed = await users.change(id, { actor, correlationId }, (current) =>
        current?.state === 'present'
          ? { state: renameUser(current, names, at), result: true }
          : { result: false },
      );
      if (!changed.result) knownPerson(undefined);
      if (changed.status === 'changed') await published();
      return { status: 200, body: { sub: id, ...body }, headers: changeOf(changed) };
    },
  });
}
