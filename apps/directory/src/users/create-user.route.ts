import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import type { WriteDependencies } from '../resources/write.ts';
import { putUser } from './user.ts';
import { personOf, userBody, userResource, userResourceOf } from './user-resource.ts';
import type { Users } from './users.store.ts';

/** `POST /manage/users`: a user under a new id. 409 where the email is taken. */
export function createUserRoute({ users, published, clock }: { users: Users } & WriteDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/users',
    access: 'operator',
    operationId: 'operatorCreateUser',
    summary: 'Make a user',
    described: { refusals: { conflict: 'Another user has the email address.' } },
    body: userBody,
    responses: { 201: userResource },
    async handle({ body, actor, correlationId }) {
      const id = newId();
      const at = new Date(clock.now()).toISOString();
      const changed = await users.change(id, { actor, correlationId }, (current, version) => {
        const { state } = putUser(current, id, personOf(body), { version, at });
        return { state, result: state };
      });
      if (changed.status === 'duplicate') throw conflict('email: another user has this address');
      await published();
      return { status: 201, body: userResourceOf(changed.result) };
    },
  });
}
