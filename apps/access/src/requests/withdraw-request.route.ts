import type { Published } from '@gatehouse/app-process';
import { changeState } from '@gatehouse/entities';
import { conflict, notFound } from '@gatehouse/errors';
import { changeHeader, type Route, route } from '@gatehouse/http';
import { actingPerson } from '../members/acting-person.ts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { endUndecided } from './request.ts';
import { type Requests, requestKind } from './requests.store.ts';

interface WithdrawDependencies extends DirectoryProjections {
  requests: Requests;
  published: Published;
  now: () => number;
}

/** `DELETE /me/requests/{id}`: takes a request back while nobody has decided it. */
export function withdrawRequestRoute(dependencies: WithdrawDependencies): Route {
  const { requests, published, now } = dependencies;
  return route({
    method: 'delete',
    path: '/me/requests/:requestId',
    access: 'person',
    operationId: 'withdrawRequest',
    summary: 'Withdraw one’s own request for access',
    described: { refusals: { conflict: 'The request is decided, or over.' } },
    uuidParams: ['requestId'],
    async resolve({ caller, params: { requestId } }) {
      const { id, incarnation = 0 } = await actingPerson(dependencies, caller);
      const state = (await requests.get(requestId))?.state;
      if (state?.userId !== id || state.userVersion < incarnation) throw notFound('There is no such request');
    },
    responses: { 204: 'It is withdrawn.' },
    async handle({ params: { requestId }, actor, correlationId }) {
      const kind = requestKind(requests, now);
      const at = new Date(now()).toISOString();
      let version = 0;
      const { changed, state } = await changeState(
        kind,
        requestId,
        { actor, correlationId },
        (current, next) => {
          version = next;
          return endUndecided(current, 'withdrawn', at);
        },
      );
      if (!changed) {
        throw conflict('The request is decided, or over', { requestStatus: state?.status });
      }
      await published();
      return { status: 204, headers: changeHeader({ id: requestId, version }) };
    },
  });
}
