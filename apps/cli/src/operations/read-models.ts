import { type JsonRecord, recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { pagesOf } from '../api/pages.ts';
import type { CommandContext } from '../command/command-context.ts';
import { Refused } from '../failures.ts';

/** Read models of other services than the one that lists. */
const ELSEWHERE = ['invitations-projections'];

/** Every read model of the platform, with how far its rebuild is. */
export async function readModelsOf({ api }: Pick<CommandContext, 'api'>): Promise<JsonRecord[]> {
  const listed = (await Array.fromAsync(pagesOf(api, '/manage/read-models', 'readModels', {}))).flat();
  const others = await Promise.all(
    ELSEWHERE.map(async (name) => {
      try {
        return recordOf((await api.call('GET', path`/manage/read-models/${name}`)).body);
      } catch (error) {
        // An older release has none.
        if (error instanceof Refused && error.status === 404) return [];
        throw error;
      }
    }),
  );
  return [...listed, ...others.flat()];
}
