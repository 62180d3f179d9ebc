import { pageOf } from '@gatehouse/contracts';
import { conflict, notFound } from '@gatehouse/errors';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { readModelState } from './read-model-state.ts';
import type { RunningReadModel } from './run-read-model.ts';

interface Parts {
  readModels: readonly RunningReadModel[];
}

function named({ readModels }: Parts, wanted: string): RunningReadModel {
  const found = readModels.find(({ name }) => name === wanted);
  if (found === undefined) throw notFound('There is no such read model here');
  return found;
}

/** GET /manage/read-models/{name}: the active generation, and how far a rebuild is. */
export function readReadModel(parts: Parts): Route {
  return route({
    method: 'get',
    path: '/manage/read-models/:readModel',
    access: 'operator',
    operationId: 'operatorGetReadModel',
    summary: 'Show a read model and how far a rebuild is',
    responses: { 200: readModelState },
    async handle({ params: { readModel: name } }) {
      return { status: 200, body: await named(parts, name).state() };
    },
  });
}

/** POST /manage/read-models/{name}/rebuild: builds a new generation from the log. */
export function rebuildReadModel(parts: Parts): Route {
  return route({
    method: 'post',
    path: '/manage/read-models/:readModel/rebuild',
    access: 'operator',
    operationId: 'operatorRebuildReadModel',
    summary: 'Rebuild a read model from the event log',
    described: {
      refusals: { conflict: 'A rebuild is under way, or the last one is still being cleared up.' },
    },
    responses: { 202: readModelState },
    async handle({ params: { readModel: name } }) {
      const readModel = named(parts, name);
      if (!(await readModel.rebuild())) throw conflict('A rebuild of this read model is under way');
      return { status: 202, body: await readModel.state() };
    },
  });
}

/** DELETE /manage/read-models/{name}/rebuild: abandons a rebuild whose generation is not active yet. */
export function giveUpRebuild(parts: Parts): Route {
  return route({
    method: 'delete',
    path: '/manage/read-models/:readModel/rebuild',
    access: 'operator',
    operationId: 'operatorCancelReadModelRebuild',
    summary: 'Give up a rebuild',
    responses: { 204: 'The rebuild is given up.' },
    async handle({ params: { readModel: name } }) {
      if (!(await named(parts, name).abandon())) throw notFound('There is no rebuild to give up');
      return { status: 204 };
    },
  });
}

/** GET /manage/read-models: the read models of one service. */
export function listReadModels({ readModels }: Parts): Route {
  return route({
    method: 'get',
    path: '/manage/read-models',
    access: 'operator',
    operationId: 'operatorListReadModels',
    summary: 'List the read models',
    query: z.object(pageQuery),
    responses: { 200: pageOf('readModels', readModelState) },
    async handle({ query }) {
      const { records, members } = await pageOfList(query, readModels);
      const states = await Promise.all(records.map((each) => each.state()));
      return { status: 200, body: { readModels: states, ...members } };
    },
  });
}
