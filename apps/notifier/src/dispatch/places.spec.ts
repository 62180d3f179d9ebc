import { createPlaces } from './places.ts';

function placesOf(room: number, isPrompt = true) {
  const held = new Set<string>();
  const places = createPlaces({
    reserve: (_receiver, id) => held.size < room && !!held.add(id),
    isPrompt: () => isPrompt,
  });
  const free = (id: string) => {
    held.delete(id);
    places.freed('a');
  };
  return { places, held, free };
}

describe('places', () => {
  test('one that is free is kept, and one that comes free goes to who waits longest', async () => {
    const { places, held, free } = placesOf(1);
    expect(await places.keep('a', 'first')).toBe(true);
    const second = places.keep('a', 'second');
    const third = places.keep('a', 'third');
    free('first');
    expect(await second).toBe(true);
    expect([...held]).toEqual(['second']);
    free('second');
    expect(await third).toBe(true);
  });

  test('who comes later does not overtake who waits', async () => {
    const { places, held, free } = placesOf(1);
    await places.keep('a', 'first');
    const second = places.keep('a', 'second');
    held.clear();
    const third = places.keep('a', 'third');
    free('first');
    expect(await second).toBe(true);
    expect([...held]).toEqual(['second']);
    free('second');
    expect(await third).toBe(true);
  });

  test('none that comes free in time: it waits in the store', async () => {
    const { places } = placesOf(0);
    expect(await Promise.all(['first', 'second'].map((id) => places.keep('a', id)))).toEqual([false, false]);
  });

  test('none of a receiver that is not prompt is waited for', async () => {
    const { places, free } = placesOf(1, false);
    expect(await places.keep('a', 'first')).toBe(true);
    expect(await places.keep('a', 'second')).toBe(false);
    free('first');
    expect(await places.keep('a', 'third')).toBe(true);
  });
});
