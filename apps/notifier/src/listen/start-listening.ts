import type { Store } from '@gatehouse/store';
import { createTap, type Tap } from '../tap/create-tap.ts';
import { listeners as listenersDeclaration } from '../tap/listeners.store.ts';
import { tapped as tappedDeclaration } from '../tap/tapped.store.ts';
import type { ListenDependencies } from './listen.route.ts';
import { createWakes } from './wakes.ts';

/** What listeners need: the tap where messages are made, and where they wait. */
export interface Listening extends Pick<ListenDependencies, 'listeners' | 'tapped' | 'wakes'> {
  tap: Tap;
}

export function startListening(store: Pick<Store, 'collection'>, now: () => number): Listening {
  const listeners = store.collection(listenersDeclaration);
  const tapped = store.collection(tappedDeclaration);
  const wakes = createWakes();
  return { listeners, tapped, wakes, tap: createTap({ listeners, tapped, wake: wakes.wake, now }) };
}
