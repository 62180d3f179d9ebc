import { type JsonRecord, recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { pagesOf } from '../api/pages.ts';
import type { CommandContext } from '../command/command-context.ts';

/** Read models of other services than the one that lists. */
const ELSEWHERE = [
  'invitations-projections',
  'signin-projections',
  'accounts-projections',
  'notifier-recipients',
];

/** Every read model of the platform, and the progress of its rebuild. */
export async function readModelsOf({ api }: Pick<CommandContext, 'api'>): Promise<JsonRecord[]> {
  const listed = (await Array.fromAsync(pagesOf(api, '/manage/read-models', 'readModels'))).flat();
  const others = ELSEWHERE.map(async (name) =>
    recordOf((await api.call('GET', path`/manage/read-models/${name}`)).body),
  );
  return [...listed, ...(await Promise.all(others))];
}
