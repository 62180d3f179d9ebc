import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import { nameInRun } from './generation-names.ts';
import { type Death, mortalStore } from './testing/mortal-store.ts';
import {
  createSpeaker,
  embeddedPlace,
  type Instance,
  type Place,
  QUICK,
  startInstance,
  WORDS,
} from './testing/words-read-model.ts';

const KEYS = Array.from({ length: 40 }, (_, n) => `word-${n}`);
const LONG = { timeoutMs: 20_000 };

let place: Place;
let speaker: Awaited<ReturnType<typeof createSpeaker>>;
let performed: Map<string, number>;
const instances: Instance[] = [];

beforeEach(async () => {
  place = await embeddedPlace();
  performed = new Map();
});
afterEach(async () => {
  await speaker.close();
  for (const instance of instances.splice(0)) await instance.close();
  await place.remove();
});

async function start(options: Partial<Parameters<typeof startInstance>[0]> = {}): Promise<Instance> {
  const instance = await startInstance({ place, performed, ...options });
  instances.push(instance);
  return instance;
}

async function speak(instance: Instance): Promise<void> {
  speaker = await createSpeaker(instance.eventLog);
  for (let from = 0; from < KEYS.length; from += 10) await speaker.say(...KEYS.slice(from, from + 10));
}

/** What is read is what was said last, and each last word had its effect. */
function sound(instance: Instance): Promise<void> {
  return eventually(async () => {
    const { words } = await instance.model.current();
    const found = await words.getMany([...speaker.said.keys()]);
    expect(new Map(found.map(({ _id, wordVersion }) => [_id, wordVersion]))).toEqual(speaker.said);
    expect(performed).toEqual(speaker.said);
  }, LONG);
}

/** Nothing is under way, and another generation than `before` is read. */
function rebuilt(instance: Instance, before: string): Promise<void> {
  return eventually(async () => {
    const { generation, rebuilding } = await instance.state();
    expect(rebuilding).toBeUndefined();
    expect(generation).not.toBe(before);
  }, LONG);
}

/** Breaks a copy as no handler would. */
async function spoil(instance: Instance, key: string): Promise<void> {
  const { words } = await instance.model.current();
  const word = await words.get(key);
  if (word === undefined) throw new Error('no such word');
  const document = { ...word, wordVersion: 1_000, version: word.version + 1 };
  await words.write({ previous: word, document, events: [] });
}

test('a copy that went wrong is right again; one rebuild at a time; the old collection is gone', async () => {
  const one = await start();
  await speak(one);
  await sound(one);
  await spoil(one, 'word-1');
  expect(await one.rebuild()).toBe(true);
  expect(await one.rebuild()).toBe(false);
  const { rebuilding } = await one.state();
  expect(rebuilding?.status).toBe('building');
  await rebuilt(one, WORDS);
  await sound(one);
  expect(await (await one.store.add({ ...one.model.declaration.collections.words })).count()).toBe(0);
  const { generation } = await one.state();
  expect(await one.rebuild()).toBe(true);
  await rebuilt(one, generation);
  await sound(one);
});

test('two instances, words said all the while, one rebuild after another: nothing is missed by either', async () => {
  const one = await start();
  const two = await start();
  await speak(one);
  let going = true;
  const talking = (async () => {
    for (let n = 0; going; n++) {
      await speaker.say(KEYS[(n * 7) % KEYS.length] ?? '');
      await nextTurn();
    }
  })();
  for (const each of [one, two, one]) {
    const { generation } = await each.state();
    expect(await each.rebuild()).toBe(true);
    await rebuilt(each, generation);
  }
  going = false;
  await talking;
  await sound(one);
  await sound(two);
});

const controls = Array.from({ length: 5 }, (_, n) => ({ call: 'write read-models', nth: n + 1 }));
const deaths: Death[] = [
  ...controls,
  { call: 'add words-1', nth: 2 },
  { call: 'drop words-1', nth: 1 },
  { call: 'write read-model-progress', nth: 1 },
  { call: 'purge read-model-progress', nth: 1 },
].flatMap((each) => [
  { ...each, when: 'before' as const },
  { ...each, when: 'after' as const },
]);

test.each(deaths)('a process that ends $when $call ($nth): the next one goes on', async (death) => {
  let mortal: ReturnType<typeof mortalStore> | undefined;
  const throughStore = (store: Store) => {
    mortal = mortalStore(store, death);
    return mortal;
  };
  const one = await start({ throughStore });
  await speak(one);
  await sound(one);
  await spoil(one, 'word-3');
  await one.rebuild().catch(() => {});
  await eventually(() => expect(mortal?.isDead()).toBe(true), LONG);
  await speaker.close();
  await one.close().catch(() => {});
  instances.splice(0);

  const two = await start();
  const said = new Map(speaker.said);
  speaker = { ...(await createSpeaker(two.eventLog)) };
  for (const [key, version] of said) speaker.said.set(key, version);
  await speaker.say('word-5');
  if (death.nth === 1 && death.call === 'write read-models' && death.when === 'before')
    expect(await two.rebuild()).toBe(true);
  await rebuilt(two, WORDS);
  await sound(two);
});

test('what cannot be processed keeps a generation from being read, and what is given up is dropped', async () => {
  const isBroken = (run: string, key: string) => run !== 'first' && key === 'word-7';
  const one = await start({
    before: (run, key) => {
      if (isBroken(run, key)) throw new TypeError('a fault in a handler');
    },
  });
  await speak(one);
  await sound(one);
  await one.rebuild();
  await eventually(async () => {
    expect((await one.state()).rebuilding).toMatchObject({ status: 'building', deadLetters: 1 });
  }, LONG);
  const { generation, rebuilding } = await one.state();
  expect(generation).toBe(WORDS);
  const filled = nameInRun(WORDS, rebuilding?.run ?? '');
  expect(await one.abandon()).toBe(true);
  expect(await one.abandon()).toBe(false);
  await eventually(async () => expect((await one.state()).rebuilding).toBeUndefined(), LONG);
  const { words } = one.model.declaration.collections;
  expect(await (await one.store.add({ ...words, name: filled })).count()).toBe(0);
  await sound(one);
});

test('progress is told while it fills', async () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let filled = 0;
  const one = await start({
    before: async (run) => {
      if (run !== 'first' && ++filled > 15) await gate;
    },
  });
  await speak(one);
  await sound(one);
  await one.rebuild();
  await eventually(async () => {
    const { rebuilding } = await one.state();
    expect(rebuilding?.handled).toBe(15);
    expect(rebuilding?.total).toBeGreaterThanOrEqual(KEYS.length);
  }, LONG);
  open();
  await rebuilt(one, WORDS);
});

test('an instance that stood still looks before it reads: never what is about to be dropped', async () => {
  const one = await start();
  await speak(one);
  await sound(one);
  // It looks once at the start and then, as one that was suspended, not by itself.
  const still = await start({ pace: { ...QUICK, lookMs: 600_000 } });
  await one.rebuild();
  await rebuilt(one, WORDS);
  expect(await still.model.collections.words.get('word-1')).toMatchObject({ wordVersion: 1 });
});
