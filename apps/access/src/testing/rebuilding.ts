import { eventually } from '@gatehouse/testing';
import type { AccessUnderTest } from './access-under-test.ts';

const MODELS = ['people', 'lists'] as const;

export function readModelPath(name: string): string {
  return `/manage/read-models/${name}`;
}

export async function beginRebuild(access: AccessUnderTest, name: string): Promise<string> {
  const { status, body } = await access.operator('POST', `${readModelPath(name)}/rebuild`);
  expect(status).toBe(202);
  return body.rebuilding.run;
}

/** Waits until a run's generation is active. */
export async function untilRead(access: AccessUnderTest, name: string, run: string): Promise<void> {
  await eventually(async () => {
    const { body } = await access.operator('GET', readModelPath(name));
    expect(body.generation).toContain(`.${run}`);
  });
}

/** Waits until no rebuild is under way. */
export async function untilCleared(access: AccessUnderTest): Promise<void> {
  await eventually(async () => {
    const { body } = await access.operator('GET', '/manage/read-models');
    expect(body.readModels.filter(({ rebuilding }: { rebuilding?: object }) => rebuilding)).toEqual([]);
  });
}

/** Rebuilds a read model, and waits until the new generation is all there is. */
export async function rebuildAll(access: AccessUnderTest, names: readonly string[] = MODELS): Promise<void> {
  for (const name of names) await untilRead(access, name, await beginRebuild(access, name));
  await untilCleared(access);
}
