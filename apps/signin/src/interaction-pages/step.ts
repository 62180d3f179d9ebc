import { isOwnOrigin, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { PagesDependencies } from './dependencies.ts';
import { isFormToken } from './form-token.ts';
import { pageResponses, type StepReply, type Visit, visitOf } from './visit.ts';

type StepPath = `/sign-in/:id${string}`;

const query = z.object({
  lang: z.string().optional().meta({ description: 'The language to read in: `en` or `cy`' }),
  from: z.string().optional().meta({ description: 'The provider from which nobody came' }),
});

/** One page of a sign-in. Mail scanners follow links, so it changes nothing. */
export function showStep(
  dependencies: PagesDependencies,
  path: StepPath,
  summary: string,
  show: (visit: Visit, query: { from?: string | undefined }) => Promise<StepReply>,
): Route {
  return route({
    ...{ method: 'get', path, access: 'open', summary, query },
    responses: pageResponses,
    async handle(request) {
      const read = await visitOf(dependencies, { ...request, params: idOf(request.params) });
      return 'reply' in read ? read.reply : show(read.visit, request.query);
    },
  });
}

const idOf = (params: object) => ({ id: String((params as { id?: string }).id) });

/** One form of a sign-in: from a page of its own, in the browser in which it began. Any other is refused and counts nothing. */
export function takeStep<F extends z.ZodRawShape>(
  dependencies: PagesDependencies,
  path: StepPath,
  summary: string,
  fields: F,
  take: (
    visit: Visit,
    form: z.output<z.ZodObject<F>>,
    params: Readonly<Record<string, string>>,
  ) => Promise<StepReply>,
): Route {
  const body = z.object({ ...fields, token: z.string().default('') });
  return route({
    ...{ method: 'post', path, access: 'open', summary, query, body, bodyType: 'form' },
    responses: pageResponses,
    async handle(request) {
      const read = await visitOf(dependencies, { ...request, params: idOf(request.params) });
      if ('reply' in read) return read.reply;
      const { visit } = read;
      const form = request.body as z.output<z.ZodObject<F>> & { token: string };
      const isOurs =
        isFormToken(form.token, visit.token) && isOwnOrigin(request.headers, dependencies.publicUrl);
      return isOurs ? take(visit, form, request.params) : visit.page(403, { view: 'refused-form' });
    },
  });
}
